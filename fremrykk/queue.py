"""The Celery application, as every process needs it to nudge: the web server sends, worker and beat run."""

from celery import Celery

app = Celery("fremrykk", task_cls="fremrykk.fenced:FencedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # in every thread: a web server has many
app.autodiscover_tasks(related_name="jobs")
