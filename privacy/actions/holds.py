"""Holding deletion back for a claim or a duty, and letting go (GDPR art. 17(3))."""

import datetime
import uuid

from django.db import transaction

from privacy.actions import retention, subjects, trail
from privacy.choices import HoldReason, Verb
from privacy.models import Hold
from privacy.ports import Actor


class AlreadyReleased(Exception):
    """The hold ended before."""


@transaction.atomic
def place(
    *,
    subject_id: uuid.UUID,
    reason: HoldReason,
    explanation: str,
    review_on: datetime.date,
    by: Actor,
    at: datetime.datetime,
) -> Hold:
    """Keep everything about this person until somebody releases the hold. Raises `PersonIsGone`."""
    subjects.lock(subject_id)
    hold = Hold.objects.create(
        subject_id=subject_id, reason=reason, explanation=explanation, review_on=review_on, opened_by_id=by.pk,
        opened_at=at,
    )  # fmt: skip
    trail.record(Verb.HELD, subject_id=subject_id, by=by, at=at, activity="rights", fields=["reason"], obj=hold)
    retention.refresh(subject_id)
    return hold


@transaction.atomic
def release(*, hold: Hold, by: Actor, at: datetime.datetime) -> None:
    """End a hold; what only it kept goes at the next purge."""
    subjects.lock(hold.subject_id)
    if not Hold.objects.filter(pk=hold.pk, released_at=None).update(released_at=at, released_by_id=by.pk):
        raise AlreadyReleased
    trail.record(Verb.RELEASED, subject_id=hold.subject_id, by=by, at=at, activity="rights", obj=hold)
    retention.refresh(hold.subject_id)
