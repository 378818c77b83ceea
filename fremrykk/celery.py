"""The Celery application: worker and beat start here, and refuse to with personal data that nobody declared."""

import os

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
django.setup()

from privacy.checks import refuse_to_start  # noqa: E402  the models must be there first

refuse_to_start()

app = Celery("fremrykk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
