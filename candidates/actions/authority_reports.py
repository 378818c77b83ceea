"""The monthly report to authorities: begun, its facts fetched, pay written, looked through; dropped, or corrected by the next."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from candidates.models import AuthorityReport, Employment, ReportedEmployment
from candidates.queries import authority_reports as reading
from candidates.queries import report_control as control
from privacy.actions import journal, retention, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.ports import Actor

ACTIVITY = "authority_reports"
Pay = Mapping[str, Decimal | None]


class NotPayroll(Exception):
    """Only payroll reports."""


class NotYet(Exception):
    """The month has not begun."""


class AlreadyBegun(Exception):
    """There is a report of this month: it is gone on with, or corrected."""


class AlreadySent(Exception):
    """It was sent: what is wrong in it is corrected by a report that replaces it."""


class NotSent(Exception):
    """What was not sent is changed, not corrected."""


class NotTheNewest(Exception):
    """It was corrected already: the correction is what is corrected next."""


class NotInOrder(Exception):
    """Something stops it; `findings` says what."""

    def __init__(self, findings: list[control.Finding]) -> None:
        super().__init__(", ".join(each.code for each in findings))
        self.findings = findings


@transaction.atomic
def begin(*, month: datetime.date, by: Actor, at: datetime.datetime) -> AuthorityReport:
    """Of everybody employed in the month. Raises `NotPayroll`, `NotYet`, `AlreadyBegun`."""
    _refuse_others(by)
    month = reading.month_of(month)
    if month > timezone.localdate(at):
        raise NotYet
    subjects.lock(*_employed(month))
    report, is_new = AuthorityReport.objects.get_or_create(
        month=month, replaces=None, defaults={"made_by_id": by.pk, "made_at": at}
    )
    if not is_new:
        raise AlreadyBegun
    _fetch(report, by=by, at=at)
    return report


@transaction.atomic
def fetch(
    *, report: AuthorityReport, by: Actor, at: datetime.datetime, also: Sequence[Employment] = ()
) -> AuthorityReport:  # fmt: skip
    """Read the employments anew; what was typed of pay stays. `also` left before the month. Raises `NotPayroll`, `AlreadySent`."""
    fresh = locked(report, by=by, also=also)
    _fetch(fresh, by=by, at=at, also=also)
    return fresh


@transaction.atomic
def write_pay(
    *, report: AuthorityReport, pay: Mapping[uuid.UUID, Pay], by: Actor, at: datetime.datetime
) -> int:  # fmt: skip
    """Gross pay of the month, by line; what is None there is none of. Says how many lines are others than before.

    Raises `NotPayroll`, `AlreadySent`.
    """
    fresh = locked(report, by=by)
    count = 0
    for line in fresh.lines.known().filter(pk__in=list(pay)):
        changed = _set(line, {name: pay[line.pk].get(name) for name in reading.PAY})
        if changed:
            line.save(update_fields=changed)
            _record(Verb.CHANGED, line, changed, by, at)
            count += 1
    retention.refresh(*_persons(fresh))
    return count


@transaction.atomic
def look(*, report: AuthorityReport, seen: str, by: Actor, at: datetime.datetime) -> None:
    """Somebody has looked at these warnings (`seen` is their mark). Raises `NotPayroll`, `AlreadySent`, `NotInOrder`."""
    fresh = locked(report, by=by)
    found = control.findings(fresh, at=at)
    if control.warnings_mark(found) != seen:
        raise NotInOrder([each for each in found if not each.is_error])
    fresh.looked_at = seen
    fresh.save(update_fields=["looked_at"])
    retention.refresh(*_persons(fresh))


@transaction.atomic
def correct(*, report: AuthorityReport, by: Actor, at: datetime.datetime) -> AuthorityReport:
    """A new report that replaces this one, with its pay to be put right. Raises `NotPayroll`, `NotSent`, `NotTheNewest`."""
    _refuse_others(by)
    subjects.lock(*_persons(report), *_employed(report.month))
    old = AuthorityReport.objects.select_for_update().get(pk=report.pk)
    if not old.is_sent:
        raise NotSent
    new, is_new = AuthorityReport.objects.get_or_create(
        replaces=old, defaults={"month": old.month, "made_by_id": by.pk, "made_at": at}
    )
    if not is_new:
        raise NotTheNewest
    _fetch(new, by=by, at=at, also=reading.settled_in(old))
    paid = {line.employment_id: line for line in old.lines.all()}
    for line in new.lines.filter(employment__in=list(paid)):
        _set(line, {name: getattr(paid[line.employment_id], name) for name in reading.PAY})
        line.save()
    retention.refresh(*_persons(new))
    return new


@transaction.atomic
def drop(*, report: AuthorityReport, by: Actor, at: datetime.datetime) -> None:
    """It is not sent after all: all of it goes. Raises `NotPayroll`, `AlreadySent`."""
    fresh = locked(report, by=by)
    persons = _persons(fresh)
    for line in fresh.lines.known():
        _remove(line, by, at)
    fresh.delete()
    retention.refresh(*persons)


@transaction.atomic
def note_looked(*, report: AuthorityReport, by: Actor, at: datetime.datetime) -> None:
    """Whoever opens the page of pay sees everybody in it: each of them can read that."""
    seen = ReportedEmployment.objects.visible_to(by).filter(report=report).values_list("employment__subject", flat=True)
    label = ReportedEmployment._meta.label_lower
    trail.record_many(Verb.VIEWED, subject_ids=list(seen), by=by, at=at, activity=ACTIVITY, label=label)


def locked(report: AuthorityReport, *, by: Actor, also: Sequence[Employment] = ()) -> AuthorityReport:
    """Everybody in it or to come into it, then the report itself; unsent. Raises `NotPayroll`, `AlreadySent`."""
    _refuse_others(by)
    subjects.lock(*_persons(report), *_employed(report.month), *(each.subject_id for each in also))
    fresh = AuthorityReport.objects.select_for_update().filter(pk=report.pk).first()
    if fresh is None:
        raise subjects.PersonIsGone
    if fresh.is_sent:
        raise AlreadySent
    return fresh


def _fetch(report: AuthorityReport, *, by: Actor, at: datetime.datetime, also: Iterable[Employment] = ()) -> None:
    """Under the locks. Restricted or not: the law wants all of them (a-opplysningsloven § 3; GDPR art. 18(2))."""
    employed = {each.pk: each for each in [*reading.employed_in(report.month), *reading.settled_in(report), *also]}
    there = {line.employment_id: line for line in report.lines.known()}
    for gone in there.keys() - employed.keys():
        _remove(there[gone], by, at)
    for key, employment in employed.items():
        line = there.get(key) or ReportedEmployment(report=report, employment=employment)
        is_new = line._state.adding
        if _set(line, reading.facts_of(employment, report.month)) or is_new:
            line.save()
            _record(Verb.COLLECTED if is_new else Verb.CHANGED, line, ["facts"], by, at)
    retention.refresh(
        *{each.subject_id for each in [*employed.values(), *(line.employment for line in there.values())]}
    )


def _remove(line: ReportedEmployment, by: Actor, at: datetime.datetime) -> None:
    """Never sent: all of it goes, and no restore brings it back."""
    _record(Verb.REMOVED, line, [], by, at)
    rows = [[ReportedEmployment._meta.label, str(line.pk)]]
    journal.note(JournalKind.ERASED, subject_id=line.employment.subject_id, at=at, rows=rows)
    line.delete()


def _refuse_others(by: Actor) -> None:
    if not by.has_role("payroll"):
        raise NotPayroll


def _persons(report: AuthorityReport) -> list[uuid.UUID]:
    return list(report.lines.values_list("employment__subject", flat=True).distinct())


def _employed(month: datetime.date) -> list[uuid.UUID]:
    return list(reading.employed_in(month).values_list("subject", flat=True))


def _set(line: ReportedEmployment, values: Mapping[str, Any]) -> list[str]:
    """Returns what is another than it was."""
    changed = [name for name, value in values.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, values[name])
    return changed


def _record(verb: Verb, line: ReportedEmployment, names: list[str], by: Actor, at: datetime.datetime) -> None:
    trail.record(
        verb, subject_id=line.employment.subject_id, by=by, at=at, activity=ACTIVITY, fields=names, obj=line
    )  # fmt: skip
