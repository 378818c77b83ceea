"""Which day it is for a purge: today, an earlier day, or, in a demo, a later one."""

import datetime
import logging

from django.conf import settings
from django.db import connection
from django.utils import timezone

from privacy.choices import BrakeCause
from privacy.models import PurgeRun

logger = logging.getLogger(__name__)

APART = datetime.timedelta(minutes=10)
ASLEEP = datetime.timedelta(days=3)


class NoTimeTravel(Exception):
    """A later day would delete as if it were later; only a demo, or a dry run, may."""


def as_of(text: str | None, *, now: datetime.datetime, dry_run: bool = False) -> datetime.date:
    """The civil day a purge decides on. Raises `NoTimeTravel`, or `ValueError` for text that is no date."""
    today = timezone.localdate(now)
    day = datetime.date.fromisoformat(text) if text else today
    if day > today and not (dry_run or settings.ALLOW_TIME_TRAVEL):
        raise NoTimeTravel
    return day


def has_clock_jumped(now: datetime.datetime) -> bool:
    """Whether this machine's clock cannot be relied on to delete by (a demo may travel).

    It differs from the database's by more than ten minutes, or lies before the last purge, or days after it: a purge
    runs each night, so a clock that is days ahead is either wrong or was asleep, and a person should look. A run that
    was stopped for that says nothing about the clock until the manager has let it on.
    """
    if settings.ALLOW_TIME_TRAVEL:
        return False
    believed = PurgeRun.objects.filter(is_dry_run=False).exclude(brake_cause=BrakeCause.CLOCK, approved_at=None)
    last = believed.order_by("-id").values_list("started_at", flat=True).first()
    gap = now - last if last else datetime.timedelta()
    return is_apart(now) or gap < -APART or gap > ASLEEP


def may_delete(now: datetime.datetime) -> bool:
    """Whether what is over by this clock may go; the purge has a brake of its own, which asks the manager."""
    if jumped := has_clock_jumped(now):
        logger.error("nothing is deleted by this clock: it has jumped, or no purge has run for days")
    return not jumped


def is_apart(now: datetime.datetime) -> bool:
    """Whether this machine's clock and the database's differ by more than ten minutes."""
    return not settings.ALLOW_TIME_TRAVEL and abs(now - _database_clock()) > APART


def _database_clock() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime.datetime = cursor.fetchone()[0]
    return moment
