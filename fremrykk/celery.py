"""Worker and beat start here, and refuse to with personal data that nobody declared."""

import os

import django
from celery.signals import beat_init, task_postrun, worker_init
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
django.setup()

from django.conf import settings  # noqa: E402  the models must be there first

from fremrykk import database_roles  # noqa: E402
from fremrykk.logs import faults  # noqa: E402
from fremrykk.operation import runs  # noqa: E402
from fremrykk.queue import app  # noqa: E402
from privacy.checks import refuse_to_start  # noqa: E402

refuse_to_start()
faults.report(settings.SENTRY_DSN)
task_postrun.connect(runs.note)


# Celery reports what a receiver raises and goes on: only an exit stops it.
@worker_init.connect
@beat_init.connect
def _refuse_too_much(**kwargs: object) -> None:
    try:
        database_roles.refuse_too_much()
    except database_roles.MayTooMuch as error:
        raise SystemExit(str(error)) from None
    connection.close()  # the children of this process begin with their own


__all__ = ["app"]
