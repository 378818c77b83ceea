"""Whether a run of the purge is still at work: a lock that ends with its process, however that ends."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from privacy.choices.events import Event
from privacy.models import PurgeRun
from privacy.ports import tell

MOST_A_DAY = 5  # a run that kills its worker each time is somebody's to look at
KEY = "hashtextextended('purge run ' || %s, 0)"


def begin(**what: Any) -> PurgeRun:
    """A new run, and its lock: in one transaction, so that nobody meets a run without it."""
    with transaction.atomic():
        run = PurgeRun.objects.create(**what)
        _ask("pg_advisory_lock", run)
    return run


def leave(run: PurgeRun) -> None:
    _ask("pg_advisory_unlock", run)
    numbers = {name: getattr(run, name) for name in ("due", "erased", "kept", "review", "failed")}
    tell(Event.PURGED, run=run.pk, brake=run.brake_cause or None, **numbers)


def note_interrupted(*, at: datetime.datetime) -> None:
    """Say of each run that neither ended nor is at work that it was interrupted: killed, or cut off from the database."""
    for run in PurgeRun.objects.filter(ended_at=None, interrupted_at=None).order_by("pk"):
        with transaction.atomic():
            if _ask("pg_try_advisory_xact_lock", run):
                PurgeRun.objects.filter(pk=run.pk, ended_at=None).update(interrupted_at=at)


def is_owed(*, as_of: datetime.date, at: datetime.datetime, is_past_its_hour: bool) -> bool:
    """Whether the purge of the day has to be begun (again): its worker was killed, or nobody heard the clock.

    Where no purge has ever ended, the first one comes with the night.
    """
    note_interrupted(at=at)
    real = PurgeRun.objects.filter(is_dry_run=False)
    today = real.filter(as_of=as_of)
    if today.filter(Q(ended_at__isnull=False) | Q(interrupted_at=None)).exists():
        return False
    if begun := today.count():
        return begun < MOST_A_DAY
    return is_past_its_hour and real.filter(as_of__lt=as_of, ended_at__isnull=False).exists()


def _ask(function: str, run: PurgeRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({KEY})", [run.pk])
        return cursor.fetchone()[0] is True
