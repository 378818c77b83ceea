"""What every task is: it asks the restore fence first."""

import logging
from typing import Any

from celery import Task

from privacy.queries import fence

logger = logging.getLogger(__name__)


class FencedTask(Task):
    """Does nothing while the database was restored and not replayed; the sweeps find it all again."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if fence.look():
            logger.warning("%s waits until the journal has been replayed", self.name)
            return None
        return super().__call__(*args, **kwargs)
