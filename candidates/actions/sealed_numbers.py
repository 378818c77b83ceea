"""The two numbers of an employee that rest encrypted: written by payroll, shown to payroll, each time with a reason."""

import datetime
import logging

from django.db import transaction

from candidates.actions.employments import Over
from candidates.choices.employment import RevealReason, Sealed
from candidates.models import Employment, PayAccount
from candidates.queries import employments
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.storage import FileTampered, KeyMissing, fields

logger = logging.getLogger(__name__)

ACTIVITY = "employment"


class NotPayroll(Exception):
    """Only payroll works with these numbers."""


class NotNoted(Exception):
    """There is no such number (any more)."""


class NotReadable(Exception):
    """The key it was sealed with is not in the ring, or it was changed."""


@transaction.atomic
def note_national_id(*, employment: Employment, number: str, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotPayroll`, `Over`, `PersonIsGone`, `IsRestricted`."""
    fresh = _to_write(employment, by=by)
    fresh.national_id, fresh.number_noted_at = fields.sealed(number, row=fresh, field="national_id"), at
    fresh.save(update_fields=["national_id", "number_noted_at"])
    _record(Verb.CHANGED, fresh, [Sealed.NATIONAL_ID], by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def note_account(*, employment: Employment, number: str, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotPayroll`, `Over`, `PersonIsGone`, `IsRestricted`."""
    fresh = _to_write(employment, by=by)
    account = PayAccount.objects.filter(employment=fresh).first() or PayAccount(employment=fresh)
    account.number, account.noted_at = fields.sealed(number, row=account, field="number"), at
    account.save()
    _record(Verb.CHANGED, fresh, [Sealed.ACCOUNT], by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def reveal(
    *, employment: Employment, which: Sealed, reason: RevealReason, by: Actor, at: datetime.datetime
) -> str:  # fmt: skip
    """The number, once it is written that it was shown, to whom and why.

    Raises `NotPayroll`, `NotNoted`, `NotReadable`, `PersonIsGone`, `IsRestricted`.
    """
    fresh = _locked(employment, by=by)
    try:
        shown = _opened(fresh, which)
    except (FileTampered, KeyMissing) as error:
        logger.error("a number of employment %s cannot be opened: %s", employment.pk, type(error).__name__)
        raise NotReadable from error
    if not shown:
        raise NotNoted
    _record(Verb.REVEALED, fresh, [which, reason], by, at)
    return shown


def _opened(employment: Employment, which: Sealed) -> str:
    if which == Sealed.NATIONAL_ID:
        return fields.opened(employment, "national_id")
    account = PayAccount.objects.filter(employment=employment).first()
    return fields.opened(account, "number") if account else ""


def _to_write(employment: Employment, *, by: Actor) -> Employment:
    fresh = _locked(employment, by=by)
    if not employments.files_of(fresh).exists():
        raise Over
    return fresh


def _locked(employment: Employment, *, by: Actor) -> Employment:
    if not by.has_role("payroll"):
        raise NotPayroll
    subjects.lock(employment.subject_id)
    return subjects.fresh(employment, by=by)


def _record(verb: Verb, employment: Employment, names: list[str], by: Actor, at: datetime.datetime) -> None:
    told = [str(name) for name in names]
    trail.record(
        verb, subject_id=employment.subject_id, by=by, at=at, activity=ACTIVITY, fields=told, obj=employment
    )  # fmt: skip
