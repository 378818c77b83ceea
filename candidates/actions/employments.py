"""A candidate becomes an employee of the agency: prepared, put in force when the contract is whole, ended."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from candidates.actions import assignments
from candidates.choices.employment import EmploymentForm, EmploymentState, EndCause
from candidates.models import Candidate, Employment, EmploymentFile
from candidates.queries import employments, people
from privacy.actions import journal, retention, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "employment"
COPIED = ("first_name", "last_name", "phone")


class NotConfirmed(Exception):
    """The candidate has proved no e-mail address: nobody knows yet who would be employed."""


class AlreadyEmployed(Exception):
    """There is an employment already that is prepared or runs without an end."""


class NotDraft(Exception):
    """It is in force: it is ended, not dropped or put in force again."""


class NotInForce(Exception):
    """It is being prepared."""


class Over(Exception):
    """Its last day is so long ago that the file is gone: only the law keeps it, and nothing of it is written anew."""


class SignedTooEarly(Exception):
    """A contract is not signed on a day that has not come."""


class Unfinished(Exception):
    """What is missing before anybody may start; `missing` says it in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = missing


class GroundMissing(Exception):
    """A temporary employment has a ground and a last day, a permanent one no ground."""


class EndsBeforeStart(Exception):
    """The last day is not before the first."""


@transaction.atomic
def begin(
    *, candidate: Candidate, title: str, starts_on: datetime.date, by: Actor, at: datetime.datetime
) -> Employment:
    """Hand a candidate over to payroll. Copied are name and number to call; nothing else of the candidate is needed.

    Raises `NotConfirmed`, `AlreadyEmployed`, `PersonIsGone`, `IsRestricted`.
    """
    person = subjects.lock(candidate.subject_id)[candidate.subject_id]
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(Employment, subject_id=fresh.subject_id, by=by)
    if not people.confirmed_address_of(fresh):
        raise NotConfirmed
    if employments.unended().filter(subject__in=numbers_of(person)).exists():
        raise AlreadyEmployed
    made = Employment.objects.create(
        subject_id=person, first_name=fresh.first_name, last_name=fresh.last_name, title=title, starts_on=starts_on,
        begun_by_id=by.pk, begun_at=at,
    )  # fmt: skip
    EmploymentFile.objects.create(employment=made, phone=fresh.phone)
    _record(Verb.COLLECTED, made, [*COPIED, "title", "starts_on"], by, at)
    return made


@transaction.atomic
def write_terms(*, employment: Employment, by: Actor, at: datetime.datetime, **terms: Any) -> None:
    """What was agreed: as it is prepared, and as it changes while it runs.

    Raises `GroundMissing`, `EndsBeforeStart`, `AlreadyEmployed`, `Unfinished`, `Over`, `OutsideEmployment`, `PersonIsGone`, `IsRestricted`.
    """
    fresh = _locked(employment, by=by)
    _open_file(fresh)
    if not terms["ends_on"]:
        terms |= {"end_cause": ""}  # what goes on has not ended for any reason
    if changed := _set(fresh, terms):
        changed += _dated(fresh, changed, timezone.localdate(at))
        _refuse(fresh)
        assignments.employment_changes(employment=fresh, by=by, at=at)
        fresh.save(update_fields=changed)
        _record(Verb.CHANGED, fresh, changed, by, at)


@transaction.atomic
def write_contract(
    *, employment: Employment, signed_on: datetime.date | None, covered: list[str], not_relevant: list[str], phone: str,
    by: Actor, at: datetime.datetime,
) -> None:  # fmt: skip
    """What the signed contract says (arbeidsmiljøloven § 14-6).

    Raises `SignedTooEarly`, `Unfinished` when it is in force and would lack something, `Over`, `PersonIsGone`, `IsRestricted`.
    """
    fresh = _locked(employment, by=by)
    file = _open_file(fresh)
    if signed_on and signed_on > timezone.localdate(at):
        raise SignedTooEarly
    said = {"signed_on": signed_on, "covered": covered, "not_relevant": not_relevant, "phone": phone}
    if not (changed := _set(file, said)):
        return
    if not fresh.is_draft and (missing := employments.missing_in(file, fresh)):
        raise Unfinished(missing)
    file.save(update_fields=changed)
    _record(Verb.CHANGED, fresh, changed, by, at)


@transaction.atomic
def activate(*, employment: Employment, by: Actor, at: datetime.datetime) -> None:
    """Put it in force. Raises `NotDraft`, `Unfinished`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(employment, by=by)
    if not fresh.is_draft:
        raise NotDraft
    if missing := employments.missing_before_start(fresh):
        raise Unfinished(missing)
    begun = {"pay_changed_on": fresh.starts_on, "percentage_changed_on": fresh.starts_on}
    in_force = {"state": EmploymentState.IN_FORCE, "activated_by_id": by.pk, "activated_at": at}
    fresh.save(update_fields=_set(fresh, in_force | begun))
    _record(Verb.CHANGED, fresh, ["state"], by, at)


@transaction.atomic
def end(
    *, employment: Employment, ends_on: datetime.date, end_cause: EndCause, by: Actor, at: datetime.datetime
) -> None:
    """Set the last day at work, agreed in advance or past, or move it. From it each category has its own time.

    Nobody is hired out after it. Raises `NotInForce`, `EndsBeforeStart`, `Over`, `OutsideEmployment`, `PersonIsGone`, `IsRestricted`.
    """
    fresh = _locked(employment, by=by)
    if fresh.is_draft:
        raise NotInForce
    _open_file(fresh)
    if changed := _set(fresh, {"ends_on": ends_on, "end_cause": end_cause}):
        _refuse(fresh)
        assignments.employment_changes(employment=fresh, by=by, at=at)
        fresh.save(update_fields=changed)
        _record(Verb.CHANGED, fresh, changed, by, at)


@transaction.atomic
def drop(*, employment: Employment, by: Actor, at: datetime.datetime) -> None:
    """It came to nothing: all of it goes at once, and no restore brings it back. Raises `NotDraft`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(employment, by=by)
    if not fresh.is_draft:
        raise NotDraft
    trail.record(Verb.ERASED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, obj=fresh)
    rows = [[Employment._meta.label, str(fresh.pk)]]
    journal.note(JournalKind.ERASED, subject_id=fresh.subject_id, at=at, rows=rows)
    employments.accounts_of(fresh).delete()
    employments.files_of(fresh).delete()
    Employment.objects.filter(pk=fresh.pk).delete()
    retention.refresh(fresh.subject_id)


def _locked(employment: Employment, *, by: Actor) -> Employment:
    """With the next of kin, who go with the last day."""
    subjects.lock(employment.subject_id)
    fresh = subjects.fresh(employment, by=by)
    subjects.lock_who_is_left(*_kin(fresh))
    return fresh


def _kin(employment: Employment) -> list[uuid.UUID]:
    return list(employment.next_of_kin.values_list("subject", flat=True))


def _open_file(employment: Employment) -> EmploymentFile:
    """Under the lock. Raises `Over`."""
    file = employments.files_of(employment).first()
    if file is None:
        raise Over
    return file


def _refuse(employment: Employment) -> None:
    """Raises `GroundMissing`, `EndsBeforeStart`, `AlreadyEmployed`, `Unfinished`."""
    is_temporary = employment.form == EmploymentForm.TEMPORARY
    if is_temporary != bool(employment.temporary_ground) or (is_temporary and not employment.ends_on):
        raise GroundMissing
    if employment.ends_on and employment.ends_on < employment.starts_on:
        raise EndsBeforeStart
    others = employments.unended().filter(subject__in=numbers_of(employment.subject_id)).exclude(pk=employment.pk)
    if not employment.ends_on and others.exists():
        raise AlreadyEmployed
    if not employment.is_draft and (missing := employments.missing_before_start(employment)):
        raise Unfinished(missing)


def _set(row: Model, values: dict[str, Any]) -> list[str]:
    """Returns what is another than it was."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _dated(employment: Employment, changed: list[str], today: datetime.date) -> list[str]:
    """When pay and percentage last changed: the day a change of what runs is written, and never before the first day."""
    if employment.is_draft:
        return []
    dates = {"pay_changed_on": {"pay", "pay_kind"}, "percentage_changed_on": {"percentage"}}
    known = {name: getattr(employment, name) or employment.starts_on for name in dates}
    now = {name: today if causes & set(changed) else known[name] for name, causes in dates.items()}
    return _set(employment, {name: max(day, employment.starts_on) for name, day in now.items()})


def _record(verb: Verb, employment: Employment, fields: list[str], by: Actor, at: datetime.datetime) -> None:
    person = employment.subject_id
    trail.record(verb, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=fields, obj=employment)
    retention.refresh(person, *_kin(employment))
