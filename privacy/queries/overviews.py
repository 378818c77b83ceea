"""The retention page: what is due, why the rest stays, and whether the machinery runs."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Min, QuerySet

from privacy.decide import decide
from privacy.models import FileTombstone, PurgeFailure, PurgeRun, Subject
from privacy.queries import facts
from privacy.queries.facts import BEGINNING

SAMPLE = 1_000  # reasons are counted over this many persons, the next to be decided first


@dataclass(frozen=True)
class Overview:
    """Numbers for one day. `kept_by_reason` counts ground codes over the persons next in line (`sampled` of them)."""

    as_of: datetime.date
    due_now: int
    due_this_week: int
    due_this_month: int
    needs_review: int
    oldest_overdue: datetime.date | None
    kept_by_reason: dict[str, int]
    sampled: int
    files_waiting: int
    failures: list[PurgeFailure]
    last_runs: list[PurgeRun]
    has_run_today: bool


def retention_overview(as_of: datetime.date) -> Overview:
    """What the retention page of `as_of` shows, in a fixed number of statements."""
    people = Subject.objects.filter(merged_into=None, due_on__gt=BEGINNING)
    reasons, sampled = _reasons(as_of)
    last_runs = list(PurgeRun.objects.order_by("-id")[:10])
    return Overview(
        as_of=as_of,
        due_now=_due_by(people, as_of),
        due_this_week=_due_by(people, as_of + datetime.timedelta(days=7)),
        due_this_month=_due_by(people, as_of + datetime.timedelta(days=31)),
        needs_review=Subject.objects.filter(merged_into=None, due_on__lte=BEGINNING).count(),
        oldest_overdue=people.filter(due_on__lt=as_of).aggregate(day=Min("due_on"))["day"],
        kept_by_reason=reasons,
        sampled=sampled,
        files_waiting=FileTombstone.objects.count(),
        failures=list(PurgeFailure.objects.unrestricted().order_by("blocked_since")[:50]),
        last_runs=last_runs,
        has_run_today=any(run.as_of >= as_of and run.ended_at and not run.braked_at for run in last_runs),
    )


def _due_by(people: QuerySet[Subject], day: datetime.date) -> int:
    return people.filter(due_on__lte=day).count()


def _reasons(as_of: datetime.date) -> tuple[dict[str, int], int]:
    ids = Subject.objects.filter(merged_into=None).order_by("due_on", "pk").values_list("pk", flat=True)[:SAMPLE]
    counts: Counter[str] = Counter()
    everyone = facts.of_persons(ids)
    for each in everyone.values():
        counts.update({ground.code for outcome in decide(each, as_of).outcomes for ground in outcome.active})
    return dict(counts.most_common()), len(everyone)
