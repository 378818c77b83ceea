"""Checks a position requires of a candidate: told first, noted as in order, deleted when the assignment ends."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from candidates import emails
from candidates.choices import CHECKED_STAGES, FINALIST_STAGES, CheckEnd, CheckOutcome
from candidates.emails.checks import ACTIVITY, check_deleted, check_notice
from candidates.models import Application, CheckNotice, CheckTally, SpecialCheck
from candidates.queries import people
from clients.actions import orders
from clients.choices import CheckKind
from clients.models import CheckRequirement
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import ToldThrough
from privacy.emails import Message
from privacy.ports import Actor
from privacy.queries import stand_ins

OUTCOMES = {
    CheckKind.POLICE: CheckOutcome.SHOWN,
    CheckKind.CLEARANCE: CheckOutcome.CONFIRMED,
    CheckKind.CREDIT: CheckOutcome.SATISFACTORY,
}


class NotYourOrder(Exception):
    """Only the order's adviser, who stands in and a manager deal with checks."""


class NotRequired(Exception):
    """The order does not require this check, or it waits for approval, or was lifted."""


class AssignmentOver(Exception):
    """The order is not open, or the application has ended."""


class NotFinalist(Exception):
    """This check is for the final round only."""


class NotConfirmed(Exception):
    """The candidate has proved no e-mail address: nobody can be told by e-mail."""


class AlreadyTold(Exception):
    """The candidate was told of this check."""


class BeforeNotice(Exception):
    """It was seen before the candidate was told, or on a day that has not come."""


class AlreadyNoted(Exception):
    """It is noted already."""


@transaction.atomic
def tell(
    *, application: Application, requirement: CheckRequirement, by: Actor, at: datetime.datetime,
    through: str = ToldThrough.EMAIL,
) -> CheckNotice:  # fmt: skip
    """Tell the candidate what is checked and why: by e-mail now, or otherwise by `by`, who did so.

    Raises `NotYourOrder`, `NotRequired`, `AssignmentOver`, `NotFinalist`, `AlreadyTold`, `NotConfirmed`.
    """
    fresh = _locked(application, requirement, by=by, at=at)
    if fresh.check_notices.filter(requirement=requirement).exists():
        raise AlreadyTold
    to = people.confirmed_address_of(fresh.candidate)
    if through == ToldThrough.EMAIL and not to:
        raise NotConfirmed
    notice = CheckNotice.objects.create(
        application=fresh, requirement=requirement, through=through, told_by_id=by.pk, told_at=at
    )
    if through == ToldThrough.EMAIL:
        _mail(check_notice(notice), fresh, to, at)
    _record(Verb.CHECK_TOLD, fresh, requirement.kind, by, at, notice)
    retention.refresh(fresh.candidate.subject_id)
    return notice


@transaction.atomic
def note(*, notice: CheckNotice, seen_on: datetime.date, by: Actor, at: datetime.datetime) -> SpecialCheck:
    """Note that it was in order, as whoever saw it. What is not in order is not noted: then a human decides.

    Raises `NotYourOrder`, `NotRequired`, `AssignmentOver`, `NotFinalist`, `BeforeNotice`, `AlreadyNoted`.
    """
    application = _locked(notice.application, notice.requirement, by=by, at=at)
    fresh = subjects.fresh(notice, by=by)
    if not timezone.localdate(fresh.told_at) <= seen_on <= timezone.localdate(at):
        raise BeforeNotice
    if SpecialCheck.objects.filter(notice=fresh).exists():
        raise AlreadyNoted
    kind = CheckKind(fresh.requirement.kind)
    check = SpecialCheck.objects.create(
        notice=fresh, outcome=OUTCOMES[kind], seen_on=seen_on, seen_by_id=by.pk, noted_at=at
    )
    _record(Verb.CHECKED, application, kind, by, at, check)
    retention.refresh(application.candidate.subject_id)
    return check


def record_views(*, checks: Iterable[SpecialCheck], by: Actor, at: datetime.datetime) -> None:
    """Somebody here looks at what is noted: each view is an entry, which the candidate reads."""
    for check in checks:
        _record(Verb.VIEWED, check.notice.application, check.notice.requirement.kind, by, at, check)


def order_closed(*, order_id: int, at: datetime.datetime) -> None:
    """Hung on `clients.registries`: in the transaction that closes the order."""
    _end_all(SpecialCheck.objects.filter(notice__application__job_order=order_id), CheckEnd.ORDER_CLOSED, at)


def requirement_lifted(*, requirement_id: int, at: datetime.datetime) -> None:
    """Hung on `clients.registries`, too."""
    _end_all(SpecialCheck.objects.filter(notice__requirement=requirement_id), CheckEnd.LIFTED, at)


def application_ended(*, application: Application, cause: CheckEnd, at: datetime.datetime) -> None:
    """The candidate is out of it, or the employment is over. Under the candidate's lock, held by the caller."""
    _end(SpecialCheck.objects.filter(notice__application=application), cause, at)


def assignment_ended(*, order_id: int, persons: Iterable[uuid.UUID], at: datetime.datetime) -> None:
    """Whoever was hired out on this order is not any more. Under the persons' locks, held by the caller."""
    of_them = SpecialCheck.objects.filter(
        notice__application__job_order=order_id, notice__application__candidate__subject__in=list(persons)
    )
    _end(of_them, CheckEnd.ASSIGNMENT_ENDED, at)


def _end_all(checks: QuerySet[SpecialCheck], cause: CheckEnd, at: datetime.datetime) -> None:
    persons = set(checks.values_list("notice__application__candidate__subject", flat=True))
    roots = subjects.lock_who_is_left(*persons)
    _end(checks, cause, at)
    retention.refresh(*roots.values())


def _end(checks: QuerySet[SpecialCheck], cause: CheckEnd, at: datetime.datetime) -> None:
    """Delete them, count them without their persons, and tell each candidate once."""
    found = list(checks.select_related("notice__application__candidate", "notice__requirement").order_by("pk"))
    SpecialCheck.objects.filter(pk__in=[each.pk for each in found]).delete()
    gone: dict[Application, list[CheckKind]] = defaultdict(list)
    for check in found:
        kind = CheckKind(check.notice.requirement.kind)
        gone[check.notice.application].append(kind)
        _count(kind, cause, at)
        _record(Verb.CHECK_ENDED, check.notice.application, kind, None, at, check)
    for application, kinds in gone.items():
        if to := people.confirmed_address_of(application.candidate):
            _mail(check_deleted(application, [kind.label for kind in kinds]), application, to, at)


def _count(kind: CheckKind, cause: CheckEnd, at: datetime.datetime) -> None:
    month = timezone.localdate(at).replace(day=1)
    tally, _is_new = CheckTally.objects.get_or_create(kind=kind, cause=cause, month=month, defaults={"count": 0})
    CheckTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)


def _locked(
    application: Application, requirement: CheckRequirement, *, by: Actor, at: datetime.datetime
) -> Application:
    """The order held open, then the person; then whether this may be asked for."""
    order_id = requirement.order_id
    orders.keep_open(order_id=order_id)
    subjects.lock(application.candidate.subject_id)
    fresh = subjects.fresh(application, by=by)
    subjects.refuse_adding(SpecialCheck, subject_id=fresh.candidate.subject_id, by=by)
    asked = CheckRequirement.objects.select_related("order").get(pk=requirement.pk)
    answering = stand_ins.answered_for(by, timezone.localdate(at))
    if asked.order.adviser_id not in answering and not by.has_role("manager"):
        raise NotYourOrder
    if not asked.order.is_open or fresh.stage not in CHECKED_STAGES:
        raise AssignmentOver
    if not asked.is_in_force or fresh.job_order_id != order_id:
        raise NotRequired
    if asked.for_finalists and fresh.stage not in FINALIST_STAGES:
        raise NotFinalist
    return fresh


def _mail(message: Message, application: Application, to: str, at: datetime.datetime) -> None:
    candidate = application.candidate
    language = emails.language_for(application)
    mails.queue(message, to=to, subject_id=candidate.subject_id, language=language, at=at)


def _record(
    verb: Verb, application: Application, kind: str, by: Actor | None, at: datetime.datetime, obj: Model
) -> None:
    subject_id = application.candidate.subject_id
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=[str(kind)], obj=obj)
