"""Who a candidate is, seen by one of us: noted without a copy and without a number, and only when it is needed (P21)."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates.choices.identity import IdentityKind
from candidates.models import Candidate, IdentitySeen
from candidates.queries.people import confirmed_address_of
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "applications"


class NotConfirmed(Exception):
    """The e-mail address comes first: nobody knows yet whose identity would be seen."""


class NotYet(Exception):
    """That day has not come."""


class YourOwn(Exception):
    """Nobody sees to it that they are who they are."""


class NotNoted(Exception):
    """There is no such note (any more)."""


@transaction.atomic
def note(
    *, candidate: Candidate, kind: IdentityKind, seen_on: datetime.date, by: Actor, at: datetime.datetime
) -> IdentitySeen:
    """Note what was shown, on which day, as whoever saw it; what was seen before gives way to it.

    Raises `NotYet`, `NotConfirmed`, `YourOwn`.
    """
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    if seen_on > timezone.localdate(at):
        raise NotYet
    if by.subject_id == fresh.subject_id:
        raise YourOwn
    if not confirmed_address_of(fresh):
        raise NotConfirmed
    IdentitySeen.objects.filter(candidate=fresh).delete()
    seen = IdentitySeen.objects.create(candidate=fresh, kind=kind, seen_on=seen_on, seen_by_id=by.pk, noted_at=at)
    person = fresh.subject_id
    trail.record(Verb.COLLECTED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=["kind"], obj=seen)
    retention.refresh(person)
    return seen


@transaction.atomic
def remove(*, candidate: Candidate, by: Actor, at: datetime.datetime) -> None:
    """It was noted of the wrong person, or is not needed any more. Raises `NotNoted`."""
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    seen = IdentitySeen.objects.filter(candidate=fresh).first()
    if seen is None:
        raise NotNoted
    trail.record(Verb.ERASED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, fields=["kind"], obj=seen)
    seen.delete()
    retention.refresh(fresh.subject_id)
