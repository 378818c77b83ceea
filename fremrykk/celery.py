"""The Celery application: worker and beat start here."""

import os

import django
from celery import Celery

from privacy.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")

app = Celery("fremrykk")
app.config_from_object("django.conf:settings", namespace="CELERY")
django.setup()
refuse_to_start()
app.autodiscover_tasks(related_name="jobs")
