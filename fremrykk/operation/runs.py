"""When each job the clock starts last ended well. Kept in Valkey, which may forget it: then nothing is known until it runs again."""

import datetime
import logging
from typing import Any

from celery.schedules import crontab
from django.core.cache import cache
from django.utils import timezone

from fremrykk.timetable import TIMETABLE

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(
    minutes=30
)  # the night's purge of a great many takes minutes; what comes each minute may be behind
SINCE = "jobs-watched-since"


def note(sender: Any = None, state: str = "", **_signal: Any) -> None:
    """After each job (Celery's `task_postrun`); a cache that does not answer stops no job."""
    if state != "SUCCESS":
        return
    try:
        cache.set(_key(sender.name), timezone.now(), timeout=None)
    except Exception as error:  # whatever it is, the job is done
        logger.warning("%s ran, which could not be noted (%s)", sender.name, type(error).__name__)


def last() -> dict[str, datetime.datetime | None]:
    """For each name of the timetable the moment its job last ended well; None while none is known."""
    known = cache.get_many([_key(entry["task"]) for entry in TIMETABLE.values()])
    return {name: known.get(_key(entry["task"])) for name, entry in TIMETABLE.items()}


def late(at: datetime.datetime) -> list[str]:
    """The jobs that should have run by this moment, and of which nothing is known since their time."""
    began: datetime.datetime = cache.get_or_set(SINCE, at, timeout=None) or at
    ran = last()
    return [name for name, entry in TIMETABLE.items() if _next(entry["schedule"], ran[name] or began) + GRACE < at]


def _next(schedule: crontab, after: datetime.datetime) -> datetime.datetime:
    begun, until_then, _now = schedule.remaining_delta(after)
    moment: datetime.datetime = begun + until_then
    return moment


def _key(task: str) -> str:
    return f"ran:{task}"
