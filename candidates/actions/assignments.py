"""Somebody we employ works at a client: planned, changed, ended. What was checked for the order goes with the end."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidates.actions import assignment_rules as rules
from candidates.actions import checks
from candidates.models import Assignment, Employment
from clients.actions import orders
from clients.models import ClientContact, JobOrder
from privacy.actions import disclosures, journal, recipients, retention, subjects, trail
from privacy.choices import Category, JournalKind, Verb
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "employment"
GIVEN = (Category.IDENTITY, Category.EMPLOYMENT)  # name, days and place: what the client's leader needs


class AlreadyEnded(Exception):
    """It ended, or its last day has passed."""


class NotBegun(Exception):
    """It has not begun: it is dropped, not ended."""


class Begun(Exception):
    """It has begun: it is ended, not dropped, and its first day stays."""


class NotSoFar(Exception):
    """It ends on a day that has come, between its first and its last; longer is another change of days."""


class InThePast(Exception):
    """It would be over: it is ended instead."""


class OutsideEmployment(Exception):
    """The person was at a client on days that would not be in the employment any more."""


@transaction.atomic
def plan(
    *, employment: Employment, order: JobOrder, by: Actor, at: datetime.datetime, **given: Any
) -> Assignment:  # fmt: skip
    """`given`: leader, place, county, is_construction, starts_on, ends_on, ground, evidence, worked_at_client, left_client_on.

    The leader at the client is given name, days and place from now on. Raises what `assignment_rules.refuse` does,
    `InThePast`, `disclosures.NotInformed`, `NotAllowed`, `PersonIsGone`, `IsRestricted`.
    """
    orders.keep_open(order_id=order.pk)
    subjects.lock(employment.subject_id)
    fresh = subjects.fresh(employment, by=by)
    subjects.refuse_adding(Assignment, subject_id=fresh.subject_id, by=by)
    row = Assignment(employment=fresh, order=_fresh(order), planned_by_id=by.pk, planned_at=at, **given)
    rules.refuse(row, by=by, on=_today(at))
    if row.ends_on < _today(at):
        raise InThePast
    row.save(force_insert=True)
    _record(Verb.COLLECTED, row, [*given], by, at)
    _give(row, by=by, at=at)
    return row


@transaction.atomic
def change_days(
    *, assignment: Assignment, starts_on: datetime.date, ends_on: datetime.date, by: Actor, at: datetime.datetime
) -> None:
    """Raises `AlreadyEnded`, `Begun`, `InThePast`, what `assignment_rules` does, `PersonIsGone`, `IsRestricted`."""
    row = _locked(assignment, by=by, at=at)
    if starts_on != row.starts_on and row.starts_on <= _today(at):
        raise Begun
    new = {"starts_on": starts_on, "ends_on": ends_on}
    changed = [name for name, day in new.items() if getattr(row, name) != day]
    row.starts_on, row.ends_on = starts_on, ends_on
    rules.refuse_order(row.order, by=by, on=_today(at))
    rules.refuse_days(row)
    if ends_on < _today(at):
        raise InThePast
    if changed:
        row.save(update_fields=changed)
        _record(Verb.CHANGED, row, changed, by, at)


@transaction.atomic
def change_leader(*, assignment: Assignment, leader: ClientContact, by: Actor, at: datetime.datetime) -> None:
    """Somebody else at the client leads the work, and is given what the first one was.

    Raises `AlreadyEnded`, `NotTheirContact`, `NotYourOrder`, `disclosures.NotInformed`, `NotAllowed`, `PersonIsGone`, `IsRestricted`.
    """
    row = _locked(assignment, by=by, at=at)
    rules.refuse_order(row.order, by=by, on=_today(at))
    if row.leader_id == leader.pk:
        return
    row.leader = leader
    rules.refuse_leader(row)
    row.save(update_fields=["leader"])
    _record(Verb.CHANGED, row, ["leader"], by, at)
    _give(row, by=by, at=at)


@transaction.atomic
def end(*, assignment: Assignment, ends_on: datetime.date, by: Actor, at: datetime.datetime) -> None:
    """It is over after this day, which has come. What was checked for the order is deleted, and the person told.

    Raises `AlreadyEnded`, `NotBegun`, `NotSoFar`, `NotYourOrder`, `PersonIsGone`, `IsRestricted`.
    """
    row = _locked(assignment, by=by, at=at, also_passed=True)
    rules.refuse_others(row.order, by=by, on=_today(at))
    if row.starts_on > _today(at):
        raise NotBegun
    if not row.starts_on <= ends_on <= min(row.ends_on, _today(at)):
        raise NotSoFar
    _end(row, ends_on=ends_on, by=by, at=at)


@transaction.atomic
def drop(*, assignment: Assignment, by: Actor, at: datetime.datetime) -> None:
    """It came to nothing. Raises `AlreadyEnded`, `Begun`, `NotYourOrder`, `PersonIsGone`, `IsRestricted`."""
    row = _locked(assignment, by=by, at=at)
    rules.refuse_order(row.order, by=by, on=_today(at))
    if row.starts_on <= _today(at):
        raise Begun
    _drop(row, by=by, at=at)


def employment_changes(*, employment: Employment, by: Actor, at: datetime.datetime) -> None:
    """Its days are about to change: nobody is hired out before or after. Under the lock of the person, held by the caller.

    What runs on is shortened to the last day at work, and what would begin later is dropped; the days on which somebody
    was at a client stay, so that pay for them has its ground. Raises `OutsideEmployment`.
    """
    if employment.is_draft:
        return
    rows = Assignment.objects.filter(employment=employment).select_related("order").order_by("pk")
    last = employment.ends_on
    for row in rows:
        is_later = last is not None and row.starts_on > last
        was_there = row.ended_at is not None or row.starts_on <= _today(at)
        if row.starts_on < employment.starts_on or (was_there and is_later):
            raise OutsideEmployment
        if last is None or row.ends_on <= last:
            continue
        if row.ended_at:
            raise OutsideEmployment
        if is_later:
            _drop(row, by=by, at=at)
        elif last < _today(at):
            _end(row, ends_on=last, by=by, at=at)
        else:
            _shorten(row, last, by=by, at=at)


def end_over(*, at: datetime.datetime) -> int:
    """The sweep: what ran out is written down as ended, each by itself; returns how many."""
    waiting = list(Assignment.objects.over(_today(at)).order_by("ends_on", "pk"))
    return sum(_ran_out(row, at) for row in waiting)


@transaction.atomic
def _ran_out(assignment: Assignment, at: datetime.datetime) -> bool:
    if not subjects.lock_who_is_left(assignment.employment.subject_id):
        return False
    row = Assignment.objects.over(_today(at)).select_related("order").filter(pk=assignment.pk).first()
    if row:
        _end(row, ends_on=row.ends_on, by=None, at=at)
    return row is not None


def _end(row: Assignment, *, ends_on: datetime.date, by: Actor | None, at: datetime.datetime) -> None:
    checks.assignment_ended(order_id=row.order_id, persons=numbers_of(row.employment.subject_id), at=at)
    row.ends_on, row.ended_at, row.ended_by_id = ends_on, at, by.pk if by else None
    row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    _record(Verb.CHANGED, row, ["ends_on", "ended_at"], by, at)


def _shorten(row: Assignment, last: datetime.date, *, by: Actor, at: datetime.datetime) -> None:
    row.ends_on = last
    row.save(update_fields=["ends_on"])
    _record(Verb.CHANGED, row, ["ends_on"], by, at)


def _drop(row: Assignment, *, by: Actor, at: datetime.datetime) -> None:
    """All of it goes, and no restore brings it back."""
    person = row.employment.subject_id
    trail.record(Verb.ERASED, subject_id=person, by=by, at=at, activity=ACTIVITY, obj=row)
    journal.note(JournalKind.ERASED, subject_id=person, at=at, rows=[[Assignment._meta.label, str(row.pk)]])
    Assignment.objects.filter(pk=row.pk).delete()
    retention.refresh(person)


def _give(row: Assignment, *, by: Actor, at: datetime.datetime) -> None:
    """A line in the ledger: the client's leader reads who comes, when and where, on the own page."""
    company = row.order.company
    client = recipients.for_client(
        company_uuid=company.pk, name=company.name, org_number=company.org_number, purpose=orders.PURPOSE
    )
    disclosures.disclose(
        subject_id=row.employment.subject_id, recipient=client, categories=GIVEN, activity=ACTIVITY,
        contact_uuid=row.leader_id, obj=row, by=by, at=at,
    )  # fmt: skip


def _locked(
    assignment: Assignment, *, by: Actor, at: datetime.datetime, also_passed: bool = False
) -> Assignment:  # fmt: skip
    """The order before the person, as closing does. Raises `AlreadyEnded`."""
    orders.keep_open(order_id=assignment.order_id)
    subjects.lock(assignment.employment.subject_id)
    row = subjects.fresh(assignment, by=by)
    if row.ended_at or (row.ends_on < _today(at) and not also_passed):
        raise AlreadyEnded
    return row


def _fresh(order: JobOrder) -> JobOrder:
    return JobOrder.objects.select_related("company").get(pk=order.pk)


def _today(at: datetime.datetime) -> datetime.date:
    return timezone.localdate(at)


def _record(
    verb: Verb, row: Assignment, fields: Iterable[str], by: Actor | None, at: datetime.datetime
) -> None:  # fmt: skip
    person = row.employment.subject_id
    trail.record(verb, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=[*fields], obj=row)
    retention.refresh(person)
