"""Whom to call for an employee: named by the employee, who has told them; gone the day after the last day at work."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates.models import Employment, NextOfKin
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "employment"
MOST = 3


class NotInForce(Exception):
    """The employment is being prepared, or over: nobody has to be called."""


class NotTold(Exception):
    """The employee tells them first (GDPR art. 14(5)(a)), on a day that has come."""


class TooMany(Exception):
    """More than anybody calls."""


@transaction.atomic
def name(
    *, employment: Employment, told_on: datetime.date, by: Actor, at: datetime.datetime, **given: str
) -> NextOfKin:  # fmt: skip
    """`given`: name, phone, relation. Raises `NotInForce`, `NotTold`, `TooMany`, `PersonIsGone`, `IsRestricted`."""
    subjects.lock(employment.subject_id)
    fresh = subjects.fresh(employment, by=by)
    today = timezone.localdate(at)
    if fresh.is_draft or (fresh.ends_on and fresh.ends_on < today):
        raise NotInForce
    if told_on > today:
        raise NotTold
    if fresh.next_of_kin.count() >= MOST:
        raise TooMany
    person = subjects.create(at=at)
    kin = NextOfKin.objects.create(
        subject=person, employment=fresh, told_on=told_on, named_by_id=by.pk, named_at=at, **given
    )
    trail.record(Verb.COLLECTED, subject_id=person.pk, by=by, at=at, activity=ACTIVITY, fields=[*given], obj=kin)
    retention.refresh(person.pk, fresh.subject_id)
    return kin
