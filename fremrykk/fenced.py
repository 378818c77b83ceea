"""What every task is: it asks the restore fence first, and what it says bears the number of who asked for it."""

import logging
from typing import Any

from celery import Task

from fremrykk.logs.requests import follow_job
from privacy.ports import REQUEST
from privacy.queries import fence

logger = logging.getLogger(__name__)


class FencedTask(Task):
    """Does nothing while the database was restored and not replayed; the sweeps find it all again."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:  # by another task: it is part of that one
            return self._run(args, kwargs)
        with follow_job(self.name, (self.request.headers or {}).get(REQUEST)):
            return self._run(args, kwargs)

    def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if fence.look():
            logger.warning("%s waits until the journal has been replayed", self.name)
            return None
        return super().__call__(*args, **kwargs)
