"""Referees: named by a candidate who has asked them, taken off again, or out of it by their own word."""

import datetime

from django.db import transaction

from candidates.models import Candidate, Referee
from candidates.queries import people
from privacy.actions import erasure, informing, retention, subjects, trail
from privacy.choices import ErasureCause, Verb
from privacy.choices.disclosures import CollectionSource
from privacy.ports import PERSON, Actor

ACTIVITY = "references"
TABLE = "candidates.referee"
MOST = 10
GIVEN = ("name", "email", "phone", "relation")


class NotAsked(Exception):
    """The candidate has not said that the referee has been asked."""


class CannotBeReached(Exception):
    """Without an address and a number nobody could tell the referee anything."""


class AlreadyNamed(Exception):
    """This candidate has named this referee before."""


class OwnAddress(Exception):
    """The candidate's own address: nobody is their own referee."""


class TooMany(Exception):
    """More referees than anybody calls."""


@transaction.atomic
def name(
    *, candidate: Candidate, is_asked: bool, how: str = "", by: Actor, at: datetime.datetime, **given: str
) -> Referee:
    """Write down a referee. `how` says how the candidate named them, when somebody here writes it down.

    The referee is told at the first word we send, or within a month, or the data go: nobody hears of it before the
    go-ahead. Raises `NotAsked`, `CannotBeReached`, `OwnAddress`, `AlreadyNamed`, `TooMany`, `PersonIsGone`, `IsRestricted`.
    """
    given = given | {"email": given.get("email", "").lower()}
    if not is_asked:
        raise NotAsked
    if not (given["email"] or given.get("phone")):
        raise CannotBeReached
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    if given["email"] and given["email"] == people.email_of(fresh).lower():
        raise OwnAddress
    known = Referee.objects.filter(candidate=fresh)
    if given["email"] and known.filter(email=given["email"]).exists():
        raise AlreadyNamed
    if known.count() >= MOST:
        raise TooMany
    return _written(fresh, given, how, by, at)


def _written(candidate: Candidate, given: dict[str, str], how: str, by: Actor, at: datetime.datetime) -> Referee:
    is_own = by.subject_id == candidate.subject_id
    person = subjects.create(at=at)
    referee = Referee.objects.create(
        subject=person, candidate=candidate, named_at=at, named_by_id=None if is_own else by.pk,
        named_how="" if is_own else how, **given,
    )  # fmt: skip
    fields = [field for field in GIVEN if given.get(field)]
    trail.record(Verb.COLLECTED, subject_id=person.pk, by=by, at=at, activity=ACTIVITY, fields=fields, obj=referee)
    informing.collected(
        subject_id=person.pk, object_label=TABLE, activity=ACTIVITY, source=CollectionSource.CANDIDATE, at=at
    )
    retention.refresh(person.pk, candidate.subject_id)
    return referee


def remove(*, referee: Referee, by: Actor | None, at: datetime.datetime) -> erasure.Answer:
    """Off the list: erased at once, with what they said. Raises `PersonIsGone`."""
    cause = ErasureCause.STAFF if by and by.role != PERSON else ErasureCause.PERSON
    return erasure.erase_person(subject_id=referee.subject_id, cause=cause, by=by, at=at)
