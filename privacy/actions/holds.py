"""Holding deletion back for a claim or a duty, and letting go (GDPR art. 17(3))."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from privacy.actions import journal, retention, subjects, trail
from privacy.choices import HoldReason, JournalKind, Verb
from privacy.models import Hold
from privacy.ports import Actor


class AlreadyReleased(Exception):
    """The hold ended before."""


class AlreadyApproved(Exception):
    """The hold was approved or released before."""


class SamePerson(Exception):
    """Who opened a hold cannot approve it."""


class EndsTooSoon(Exception):
    """A hold that ends today or earlier holds nothing."""


@transaction.atomic
def place(
    *,
    subject_id: uuid.UUID,
    reason: HoldReason,
    explanation: str,
    ends_on: datetime.date,
    by: Actor,
    at: datetime.datetime,
) -> Hold:
    """Keep everything about this person until `ends_on`, the first day it may go again. Raises `PersonIsGone`.

    It holds at once, and for a fortnight only until somebody else approves it. Raises `EndsTooSoon`.
    """
    if ends_on <= timezone.localdate(at):
        raise EndsTooSoon
    subjects.lock(subject_id)
    hold = Hold.objects.create(
        subject_id=subject_id, reason=reason, explanation=explanation, ends_on=ends_on, opened_by_id=by.pk,
        opened_at=at,
    )  # fmt: skip
    facts = {"reason": reason, "ends_on": ends_on.isoformat()}
    _written(hold, Verb.HELD, JournalKind.HELD, by, at, **facts)
    return hold


@transaction.atomic
def approve(*, hold: Hold, by: Actor, at: datetime.datetime) -> None:
    """Let a hold stand until its end. Somebody else than who opened it says so (`SamePerson`, `AlreadyApproved`)."""
    subjects.lock(hold.subject_id)
    if by.pk == hold.opened_by_id:
        raise SamePerson
    rows = Hold.objects.filter(pk=hold.pk, released_at=None, approved_at=None)
    if not rows.update(approved_at=at, approved_by_id=by.pk):
        raise AlreadyApproved
    _written(hold, Verb.HOLD_APPROVED, JournalKind.HOLD_APPROVED, by, at)


@transaction.atomic
def release(*, hold: Hold, by: Actor, at: datetime.datetime) -> None:
    """End a hold; what only it kept goes at the next purge."""
    subjects.lock(hold.subject_id)
    if not Hold.objects.filter(pk=hold.pk, released_at=None).update(released_at=at, released_by_id=by.pk):
        raise AlreadyReleased
    _written(hold, Verb.RELEASED, JournalKind.RELEASED, by, at)


def _written(hold: Hold, verb: Verb, kind: JournalKind, by: Actor, at: datetime.datetime, **details: str) -> None:
    """In the trail and the journal; a hold is found again by its person and the moment it was opened."""
    person = hold.subject_id
    trail.record(verb, subject_id=person, by=by, at=at, activity="rights", fields=sorted(details), obj=hold)
    opened = {"opened_at": hold.opened_at.isoformat(), "by": str(by.subject_id)}
    journal.note(kind, subject_id=person, at=at, **opened, **details)
    retention.refresh(person)
