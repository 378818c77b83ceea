"""The Celery application, as every process needs it to nudge: the web server sends, worker and beat run."""

from typing import Any

from celery import Celery
from celery.signals import setup_logging

app = Celery("fremrykk", task_cls="fremrykk.fenced:FencedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # in every thread: a web server has many
app.autodiscover_tasks(related_name="jobs")


@setup_logging.connect
def keep_our_log(**kwargs: Any) -> None:
    """Celery writes nothing of its own where somebody answers this: the log stays as the settings have it."""
