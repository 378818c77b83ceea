"""Worker and beat start here, and refuse to with personal data that nobody declared."""

import logging
import os
from typing import Any

import django
from celery import Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fremrykk.settings")
django.setup()

from fremrykk.queue import app  # noqa: E402  the models must be there first
from privacy.checks import refuse_to_start  # noqa: E402
from privacy.queries import fence  # noqa: E402

logger = logging.getLogger(__name__)


class FencedTask(Task):
    """Does nothing while the database was restored and not replayed; the sweeps find it all again."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if fence.look():
            logger.warning("%s waits until the journal has been replayed", self.name)
            return None
        return super().__call__(*args, **kwargs)


app.Task = FencedTask
refuse_to_start()

__all__ = ["app"]
