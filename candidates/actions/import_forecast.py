"""What the purge will do with an import: its own dry run, for the coming night and for the night the waiting is over."""

import datetime
from collections import Counter
from typing import Any

from django.utils import timezone

from candidates.choices import ImportState, RowState
from candidates.models import Import, ImportRow
from candidates.queries import imports as reading
from privacy.actions import purge
from privacy.choices import PeriodCode
from privacy.models import Collection, Erasure, PurgeRun, Subject
from privacy.queries import facts


def make(*, pk: int, at: datetime.datetime) -> None:
    """Have the purge try both nights, roll them back, and keep the numbers with the import."""
    run = Import.objects.get(pk=pk)
    if run.state != ImportState.DONE:
        return
    nights = [_tried(run, night, at) for night in (reading.coming_night(at), _when_told_long_enough(run, at)) if night]
    theirs = _numbers(run)
    told = Collection.objects.filter(subject__in=theirs.values("subject_uuid"))
    Import.objects.filter(pk=pk).update(
        forecast={
            "made_at": at.isoformat(),
            "nights": nights,
            "told": told.exclude(informed_at=None).count(),
            "to_tell": told.filter(informed_at=None).count(),
            "review": Subject.objects.filter(pk__in=theirs.values("subject_uuid"), due_on__lte=facts.BEGINNING).count(),
        }
    )


def _when_told_long_enough(run: Import, at: datetime.datetime) -> datetime.date | None:
    length = facts.approved_periods().get(PeriodCode.IMPORT_TOLD)
    return length.after(timezone.localdate(run.finished_at or at)) if length else None


def _numbers(run: Import) -> Any:
    return ImportRow.objects.filter(run=run, state__in=[RowState.IMPORTED, RowState.ADDED])


def _tried(run: Import, night: datetime.date, at: datetime.datetime) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def look(tried: PurgeRun) -> None:
        gone = Erasure.objects.filter(run_id=tried.pk, subject_uuid__in=_numbers(run).values("subject_uuid"))
        rules = list(gone.values_list("rules", flat=True))
        seen.update(ours=len(rules), reasons=Counter(rule for each in rules for rule in each))

    tried = purge.run(as_of=night, at=at, dry_run=True, seen=look)
    counts = {name: getattr(tried, name) for name in ("due", "erased", "kept", "review", "failed")}
    return {"as_of": night.isoformat(), **counts, **seen, "brake": str(tried.brake_cause)}
