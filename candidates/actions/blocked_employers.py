"""Employers a candidate is never presented to: named and let go of by the candidate alone."""

import datetime

from django.db import transaction

from candidates.actions import activity, showing_ended
from candidates.models import BlockedEmployer, Candidate
from privacy.actions import journal, retention, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.ports import Actor

ACTIVITY = "presentations"
MOST = 50


class AlreadyBlocked(Exception):
    """The candidate named this employer before."""


class TooMany(Exception):
    """As many employers as one may name are named."""


class NotBlocked(Exception):
    """The employer is not among the blocked, or no longer."""


@transaction.atomic
def block(*, candidate: Candidate, org_number: str, name: str, by: Actor, at: datetime.datetime) -> BlockedEmployer:
    """Raises `AlreadyBlocked`, `TooMany`, `PersonIsGone`. It holds at the next request of whoever sees a presentation."""
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    theirs = BlockedEmployer.objects.filter(candidate=fresh)
    if theirs.filter(org_number=org_number).exists():
        raise AlreadyBlocked
    if theirs.count() >= MOST:
        raise TooMany
    row = BlockedEmployer.objects.create(candidate=fresh, org_number=org_number, name=name, added_at=at)
    showing_ended.note(subject_id=fresh.subject_id, at=at, org_number=org_number, row=row.pk)
    _done(Verb.COLLECTED, row, by, at)
    return row


@transaction.atomic
def unblock(*, employer: BlockedEmployer, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotBlocked`, `PersonIsGone`."""
    subjects.lock(employer.candidate.subject_id)
    fresh = BlockedEmployer.objects.select_related("candidate").filter(pk=employer.pk).first()
    if fresh is None:
        raise NotBlocked
    BlockedEmployer.objects.filter(pk=fresh.pk).delete()
    rows = [[BlockedEmployer._meta.label, str(employer.pk)]]
    journal.note(JournalKind.ERASED, subject_id=fresh.candidate.subject_id, at=at, rows=rows)
    _done(Verb.REMOVED, employer, by, at)


def _done(verb: Verb, employer: BlockedEmployer, by: Actor, at: datetime.datetime) -> None:
    subject_id = employer.candidate.subject_id
    activity.note(candidate_id=employer.candidate_id, at=at)
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=["org_number"], obj=employer)
    retention.refresh(subject_id)
