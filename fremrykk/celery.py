"""Worker and beat start here, and refuse to with personal data that nobody declared."""

import os

import django
from celery.signals import task_postrun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
django.setup()

from fremrykk.operation import runs  # noqa: E402  the models must be there first
from fremrykk.queue import app  # noqa: E402
from privacy.checks import refuse_to_start  # noqa: E402

refuse_to_start()
task_postrun.connect(runs.note)

__all__ = ["app"]
