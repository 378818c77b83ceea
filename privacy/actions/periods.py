"""Storage times: proposed by anyone responsible, approved by the manager, in force from then on."""

import datetime

from django.db import transaction

from privacy.choices import PeriodCode
from privacy.choices.events import Event
from privacy.models import RetentionPeriod
from privacy.ports import Actor, nudge, tell


class NotTheManager(Exception):
    """Only the manager approves how long data are kept; the responsibility is not delegated."""


class AlreadyDecided(Exception):
    """This proposal was approved or superseded before."""


@transaction.atomic
def propose(
    *, code: PeriodCode, length: int, unit: str, ceiling: int, authority: str, at: datetime.datetime
) -> RetentionPeriod:
    return RetentionPeriod.objects.create(
        code=code, length=length, unit=unit, ceiling=ceiling, authority=authority, proposed_at=at
    )


@transaction.atomic
def approve(*, period: RetentionPeriod, by: Actor, at: datetime.datetime) -> None:
    """Put a proposed length in force in place of the earlier one; every person's next date is worked out anew."""
    if not by.has_role("manager"):
        raise NotTheManager
    rows = RetentionPeriod.objects.select_for_update().filter(code=period.code, superseded_at=None)
    proposal = next((row for row in rows if row.pk == period.pk and row.approved_at is None), None)
    if proposal is None:
        raise AlreadyDecided
    rows.filter(approved_at__isnull=False).update(superseded_at=at)
    RetentionPeriod.objects.filter(pk=proposal.pk).update(approved_at=at, approved_by_id=by.pk)
    tell(Event.CONFIGURED, what="period", row=proposal.pk, account=by.pk)
    nudge("privacy.jobs.refresh_due_dates")
