"""The brake of the purge: a run that would erase more than usual, or whose clock has jumped, asks the manager first."""

import datetime

from django.db import transaction
from django.db.models import Sum

from privacy.choices import BrakeCause
from privacy.models import PurgeRun, Subject
from privacy.ports import Actor, nudge

FLOOR, SHARE = 50, 0.05
A_DAY = datetime.timedelta(days=1)


class NotTheManager(Exception):
    """Only the manager lets a run on that the brake stopped."""


def cause(run: PurgeRun, *, count: int, has_clock_jumped: bool) -> BrakeCause | None:
    """Why `run` must not erase these `count` persons unasked; None lets it go on.

    What earlier runs of the last 24 hours erased counts too: many small runs are one large one. An approval is for a
    day, for as many persons as were counted, and for the rules and the order of deletion that were in force then: a
    changed rule asks again.
    """
    if not count or _is_approved(run, count):
        return None
    if has_clock_jumped:
        return BrakeCause.CLOCK
    usual = max(FLOOR, SHARE * Subject.objects.count())
    return BrakeCause.SHARE if count + _erased_lately(run) > usual else None


def _is_approved(run: PurgeRun, count: int) -> bool:
    same = {"as_of": run.as_of, "rules_digest": run.rules_digest, "graph_digest": run.graph_digest}
    return PurgeRun.objects.filter(approved_at__isnull=False, due__gte=count, **same).exists()


def _erased_lately(run: PurgeRun) -> int:
    lately = PurgeRun.objects.filter(is_dry_run=False, started_at__gt=run.started_at - A_DAY, pk__lt=run.pk)
    return lately.aggregate(erased=Sum("erased"))["erased"] or 0


@transaction.atomic
def release(*, run: PurgeRun, by: Actor, at: datetime.datetime) -> None:
    """Let a run on that the brake stopped: as many persons as it counted, for the same day and the same rules."""
    if not by.has_role("manager"):
        raise NotTheManager
    PurgeRun.objects.filter(pk=run.pk, braked_at__isnull=False, approved_at=None).update(
        approved_at=at, approved_by_id=by.pk
    )
    nudge("privacy.jobs.purge", run.as_of.isoformat())
