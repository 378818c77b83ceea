"""Breaches: written down, reported within 72 hours, told to those they concern, closed when that is done."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.actions import mails, rows, subjects, trail
from privacy.choices import PeriodCode, Verb
from privacy.choices.breaches import BreachRisk
from privacy.deadlines import BREACH_WITHIN
from privacy.emails.breaches import breach_letter
from privacy.models import Breach, BreachPerson, Controller
from privacy.ports import Actor
from privacy.queries import addresses, breaches, facts
from privacy.queries.breaches import Choice

LETTER = ("happened_nb", "consequences_nb", "measures_nb")


class AlreadyClosed(Exception):
    """A closed breach is not changed."""


class AlreadyReported(Exception):
    """The authority was told before."""


class TooEarly(Exception):
    """Nobody can be told of a breach before we know of it."""


class LateWithoutReason(Exception):
    """Reported after 72 hours: the reasons go with it (GDPR art. 33(1))."""


class NotReported(Exception):
    """Neither reported, nor a reason why a risk is unlikely."""


class NotTold(Exception):
    """At a high risk the persons are told, or a reason is given (GDPR art. 34)."""


class LetterIncomplete(Exception):
    """A letter says what happened, what it may lead to and what is done (GDPR art. 34(2))."""


@transaction.atomic
def register(*, by: Actor, at: datetime.datetime, **facts: Any) -> Breach:
    """Write one down, reported or not (GDPR art. 33(5)). Raises `TooEarly` for one we will only know of later."""
    if facts["aware_at"] > at:
        raise TooEarly
    return Breach.objects.create(opened_by_id=by.pk, opened_at=at, **facts)


@transaction.atomic
def change(*, breach: Breach, **facts: Any) -> None:
    _open(breach)
    Breach.objects.filter(pk=breach.pk).update(**facts)


@transaction.atomic
def report(
    *, breach: Breach, reported_at: datetime.datetime, reference: str, late_reason: str, at: datetime.datetime
) -> None:
    """Note that Datatilsynet was told, when and under which reference; late only with a reason."""
    now = _open(breach)
    if now.reported_at:
        raise AlreadyReported
    if not now.aware_at <= reported_at <= at:
        raise TooEarly
    if reported_at - now.aware_at > BREACH_WITHIN and not late_reason.strip():
        raise LateWithoutReason
    Breach.objects.filter(pk=now.pk).update(
        reported_at=reported_at, reference=reference, late_reason=late_reason.strip(), no_report_reason=""
    )


@transaction.atomic
def add_persons(*, breach: Breach, choice: Choice, at: datetime.datetime) -> int:
    """Put on the list whom the history names; returns how many are new. Those erased meanwhile are left out."""
    now = _open(breach)
    roots = set(subjects.lock_who_is_left(*breaches.affected(choice)).values())
    before = now.persons.count()
    each = ({"breach_id": now.pk, "subject_id": root, "added_at": at} for root in sorted(roots))
    rows.add(BreachPerson, each, once=True)
    there = now.persons.count()
    Breach.objects.filter(pk=now.pk).update(people_count=max(now.people_count or 0, there))
    return there - before


def tell(*, breach: Breach, by: Actor, at: datetime.datetime) -> tuple[int, int]:
    """A letter to everybody on the list who was not told; returns how many got one, and how many have no address.

    Each in a transaction of its own: told again after a failure, nobody gets two.
    """
    now = _letter_ready(breach)
    contact = Controller.objects.get(valid_until=None).contact_email
    untold = list(now.persons.filter(told_at=None).order_by("subject_id").values_list("subject_id", flat=True))
    told = sum(_tell(now, person, contact, by, at) for person in untold)
    _note_all_told(now, at)
    return told, now.persons.filter(told_at=None).count()


@transaction.atomic
def told_otherwise(*, breach: Breach, by: Actor, at: datetime.datetime) -> int:
    """The rest of the list were told by letter or telephone; returns how many."""
    now = _open(breach)
    untold = now.persons.filter(told_at=None).values_list("subject_id", flat=True)
    left = subjects.lock_who_is_left(*untold)
    for person in left:
        trail.record(Verb.INFORMED, subject_id=person, by=by, at=at, activity="rights", fields=["letter"], obj=now)
    told = BreachPerson.objects.filter(breach=now, subject__in=left, told_at=None).update(told_at=at)
    _note_all_told(now, at)
    return told


@transaction.atomic
def close(*, breach: Breach, no_report_reason: str, no_tell_reason: str, by: Actor, at: datetime.datetime) -> None:
    """All is done that the law asks for, or a reason says why not."""
    now = _open(breach)
    is_unlikely = now.risk == BreachRisk.UNLIKELY
    if not now.reported_at and not (is_unlikely and no_report_reason.strip()):
        raise NotReported
    if now.risk == BreachRisk.HIGH and not now.told_at and not no_tell_reason.strip():
        raise NotTold
    Breach.objects.filter(pk=now.pk).update(
        closed_at=at, closed_by_id=by.pk, no_tell_reason=no_tell_reason.strip(),
        no_report_reason="" if now.reported_at else no_report_reason.strip(),
    )  # fmt: skip


@transaction.atomic
def expire(*, at: datetime.datetime) -> int:
    """Breaches closed longer ago than the approved storage time go, with what is left of their lists."""
    length = facts.approved_periods().get(PeriodCode.BREACH)
    closed = Breach.objects.exclude(closed_at=None).values_list("pk", "closed_at")
    today = timezone.localdate(at)
    over = [pk for pk, when in closed if length and length.after(timezone.localdate(when)) <= today]
    BreachPerson.objects.filter(breach__in=over).delete()
    return Breach.objects.filter(pk__in=over).delete()[0]


def _open(breach: Breach) -> Breach:
    now = Breach.objects.select_for_update().get(pk=breach.pk)
    if not now.is_open:
        raise AlreadyClosed
    return now


@transaction.atomic
def _letter_ready(breach: Breach) -> Breach:
    now = _open(breach)
    if not all(getattr(now, part).strip() for part in LETTER):
        raise LetterIncomplete
    return now


@transaction.atomic
def _tell(breach: Breach, person: uuid.UUID, contact: str, by: Actor, at: datetime.datetime) -> bool:
    address = addresses.of_person(person) if person in subjects.lock_who_is_left(person) else None
    if address is None or not BreachPerson.objects.filter(breach=breach, subject=person, told_at=None).update(
        told_at=at
    ):
        return False
    mails.queue(
        breach_letter(breach, contact=contact), to=address.email, subject_id=person, language=address.language, at=at
    )
    trail.record(Verb.INFORMED, subject_id=person, by=by, at=at, activity="rights", fields=["breach"], obj=breach)
    return True


def _note_all_told(breach: Breach, at: datetime.datetime) -> None:
    """The list is told when nobody on it is left."""
    if breach.persons.exists() and not breach.persons.filter(told_at=None).exists():
        Breach.objects.filter(pk=breach.pk, told_at=None).update(told_at=at)
