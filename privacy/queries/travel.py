"""Which day it is for a purge: today, an earlier day, or, in a demo, a later one."""

import datetime

from django.conf import settings
from django.utils import timezone


class NoTimeTravel(Exception):
    """A later day would delete as if it were later; only a demo, or a dry run, may."""


def as_of(text: str | None, *, now: datetime.datetime, dry_run: bool = False) -> datetime.date:
    """The civil day a purge decides on. Raises `NoTimeTravel`, or `ValueError` for text that is no date."""
    today = timezone.localdate(now)
    day = datetime.date.fromisoformat(text) if text else today
    if day > today and not (dry_run or settings.ALLOW_TIME_TRAVEL):
        raise NoTimeTravel
    return day
