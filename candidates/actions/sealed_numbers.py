"""The two numbers of an employee that rest encrypted: written by payroll, shown to payroll, each time with a reason."""

import datetime

from django.db import transaction

from candidates.choices.employment import RevealReason, Sealed
from candidates.models import Employment, PayAccount
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.storage import fields

ACTIVITY = "employment"


class NotPayroll(Exception):
    """Only payroll works with these numbers."""


class NotNoted(Exception):
    """There is no such number (any more)."""


@transaction.atomic
def note_national_id(*, employment: Employment, number: str, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotPayroll`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(employment, by=by)
    fresh.national_id = fields.sealed(number, row=fresh, field="national_id")
    fresh.save(update_fields=["national_id"])
    _record(Verb.CHANGED, fresh, [Sealed.NATIONAL_ID], by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def note_account(*, employment: Employment, number: str, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotPayroll`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(employment, by=by)
    account = PayAccount.objects.filter(employment=fresh).first() or PayAccount(employment=fresh)
    account.number, account.noted_at = fields.sealed(number, row=account, field="number"), at
    account.save()
    _record(Verb.CHANGED, fresh, [Sealed.ACCOUNT], by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def reveal(
    *, employment: Employment, which: Sealed, reason: RevealReason, by: Actor, at: datetime.datetime
) -> str:  # fmt: skip
    """The number, once it is written that it was shown, to whom and why. Raises `NotPayroll`, `NotNoted`, `IsRestricted`."""
    fresh = _locked(employment, by=by)
    shown = _opened(fresh, which)
    if not shown:
        raise NotNoted
    _record(Verb.REVEALED, fresh, [which, reason], by, at)
    return shown


def _opened(employment: Employment, which: Sealed) -> str:
    if which == Sealed.NATIONAL_ID:
        return fields.opened(employment, "national_id")
    account = PayAccount.objects.filter(employment=employment).first()
    return fields.opened(account, "number") if account else ""


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
