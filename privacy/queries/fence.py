"""The restore fence: while the database is older than the journal outside it, nothing is served and nothing is done.

A restored backup knows people again who were erased, and consents that were withdrawn. Until `manage.py replay` has
told it what happened since, whoever looks would see them (GDPR art. 5(1)(f), 32(1)(c)).
"""

import logging
import threading
import time

from django.db import connection

from privacy.queries import journals

logger = logging.getLogger(__name__)

EVERY = 10  # seconds


class NotReplayed(Exception):
    """The database was restored and does not know yet what happened since the backup."""


class _Fence:
    """What was seen last; None before the first look."""

    is_closed: bool | None = None


def is_closed() -> bool:
    """What was seen last. Where nobody looks (a command, a test) there is no fence."""
    return bool(_Fence.is_closed)


def look() -> bool:
    """Compare the database with the journal now. What cannot be compared stays as it was seen last; at first, closed."""
    try:
        _Fence.is_closed = journals.is_ahead()
    except Exception as error:  # database or journal away: an error never opens the fence
        logger.error("the journal could not be compared with the database: %s", type(error).__name__)
        _Fence.is_closed = _Fence.is_closed is not False
    return _Fence.is_closed


def refuse_if_closed() -> None:
    """Raise `NotReplayed` when the database is older than the journal, or cannot be compared with it."""
    if journals.is_ahead():
        raise NotReplayed


def watch() -> None:
    """Look now, and every ten seconds in a thread of its own. Called by `wsgi.py`; a worker looks before each task."""
    _look_and_let_go()
    threading.Thread(target=_watch, name="restore fence", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(EVERY)
        _look_and_let_go()


def _look_and_let_go() -> None:
    if look():
        logger.error("this database is older than its journal: nothing is served until `manage.py replay` has run")
    connection.close()  # this thread's own
