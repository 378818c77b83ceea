"""The control list of a report: what stops it, and what somebody has to have looked at before it goes."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from django.utils import timezone

from candidates.choices.employment import PayKind
from candidates.choices.reports import Found
from candidates.models import AuthorityReport, Employment, ReportedEmployment
from candidates.queries import authority_reports as reading
from privacy.models import Collection, Controller, Subject
from privacy.storage import FileTampered, KeyMissing, fields
from privacy.validators import national_id, organisation_number

MOST_PAY = Decimal(1_000_000)
FAR, NEAR = Decimal("0.5"), Decimal("1.5")  # of what was agreed
OCCUPATION = re.compile(r"[0-9]{7}")


@dataclass(frozen=True)
class Finding:
    """What was found, of whom; `line` is empty where it is about the report, or about somebody who is not in it yet."""

    code: Found
    line: ReportedEmployment | None = None
    employment: Employment | None = None

    @property
    def is_error(self) -> bool:
        return self.code not in Found.warnings()


def findings(report: AuthorityReport, *, at: datetime.datetime) -> list[Finding]:
    """Errors first; each of a fixed number of statements, however many are employed."""
    lines = list(report.lines.known())
    untold, restricted = _untold(lines), _restricted(lines)
    found = [*_of_report(report, lines, at), *_left_out(report, lines)]
    for line in lines:
        found += [Finding(code, line) for code in _of_line(line)]
        found += [Finding(Found.UNTOLD, line)] if line.pk in untold else []
        found += [Finding(Found.RESTRICTED, line)] if line.pk in restricted else []
    return sorted(found, key=lambda each: not each.is_error)


def errors(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.is_error]


def warnings_mark(found: list[Finding]) -> str:
    """Of these very warnings: one more, or of somebody else, and they are looked at anew."""
    said = sorted(f"{each.code}:{each.line.pk if each.line else ''}" for each in found if not each.is_error)
    return sha256("\n".join(said).encode()).hexdigest() if said else ""


def units() -> tuple[str, str]:
    """The organisation numbers of the agency's main unit and sub-unit, as they are now."""
    controller = Controller.objects.filter(valid_until=None).first()
    return (controller.org_number, controller.sub_unit) if controller else ("", "")


def number_of(employment: Employment) -> str:
    """The national identity number, opened. Raises `FileTampered`, `KeyMissing`, `ValidationError`."""
    return national_id(fields.opened(employment, "national_id"))


def _of_report(report: AuthorityReport, lines: list[ReportedEmployment], at: datetime.datetime) -> Iterator[Finding]:
    main, sub = units()
    if not _is_unit(main):
        yield Finding(Found.NO_MAIN_UNIT)
    if not _is_unit(sub):
        yield Finding(Found.NO_SUB_UNIT)
    if not lines:
        yield Finding(Found.NOBODY)
    if timezone.localdate(at) > report.due_on:
        yield Finding(Found.LATE)


def _left_out(report: AuthorityReport, lines: list[ReportedEmployment]) -> Iterator[Finding]:
    missing = reading.employed_in(report.month).exclude(pk__in=[line.employment_id for line in lines])
    return (Finding(Found.MISSING, employment=employment) for employment in missing)


def _of_line(line: ReportedEmployment) -> Iterator[Found]:
    employment, end = line.employment, line.report.last_day
    has_left = employment.ends_on is not None and employment.ends_on < line.report.month
    if employment.starts_on > end or (has_left and not line.is_settlement):
        yield Found.NOT_IN_FORCE
    if reading.differing(line):
        yield Found.STALE
    yield from _of_number(employment)
    if not OCCUPATION.fullmatch(line.occupation_code):
        yield Found.NO_OCCUPATION
    if line.full_time_hours is None:
        yield Found.NO_FULL_TIME
    if not line.working_time:
        yield Found.NO_WORKING_TIME
    yield from _of_pay(line)
    if line.ends_on and not line.end_cause:
        yield Found.NO_CAUSE
    if any(day and day > end for day in (employment.pay_changed_on, employment.percentage_changed_on)):
        yield Found.CHANGED_LATER


def _of_number(employment: Employment) -> Iterator[Found]:
    try:
        number_of(employment)
    except (FileTampered, KeyMissing):
        yield Found.UNREADABLE
    except ValidationError:
        yield Found.NO_NUMBER


def _of_pay(line: ReportedEmployment) -> Iterator[Found]:
    if (line.hourly_pay is None) != (line.hours is None):
        yield Found.NO_HOURS
    amounts = [amount for amount in (line.fixed_pay, line.hourly_pay, line.overtime_pay) if amount is not None]
    most_hours = 24 * line.report.last_day.day
    if any(not 0 < amount <= MOST_PAY for amount in amounts) or (
        line.hours is not None and not 0 < line.hours <= most_hours
    ):
        yield Found.IMPLAUSIBLE
    if not amounts:
        yield Found.NOT_SETTLED if line.is_settlement else Found.NO_PAY
    elif _is_far_off(line):
        yield Found.FAR_OFF


def _is_far_off(line: ReportedEmployment) -> bool:
    """Of fixed pay only for who was employed the whole month; of hourly pay what an hour comes to."""
    agreed = line.employment.pay
    if not agreed:
        return False
    if line.pay_kind == PayKind.HOURLY:
        paid = line.hourly_pay / line.hours if line.hourly_pay and line.hours else None
        return line.fixed_pay is not None or (paid is not None and not FAR <= paid / agreed <= NEAR)
    is_whole = line.starts_on <= line.report.month and (line.ends_on is None or line.ends_on == line.report.last_day)
    paid = line.fixed_pay or Decimal(0)
    return line.hourly_pay is not None or (is_whole and not FAR <= paid / agreed <= NEAR)


def _is_unit(number: str) -> bool:
    try:
        organisation_number(number)
    except ValidationError:
        return False
    return True


def _roots(lines: list[ReportedEmployment]) -> dict[object, object]:
    """Line -> whose it is, under whichever number."""
    rows = Subject.objects.filter(pk__in=[line.employment.subject_id for line in lines])
    root_of = dict(rows.values_list("pk", Coalesce("merged_into", "pk")))
    return {line.pk: root_of.get(line.employment.subject_id) for line in lines}


def _untold(lines: list[ReportedEmployment]) -> set[object]:
    roots = _roots(lines)
    numbers = Subject.objects.filter(merged_into__in=set(roots.values())).values_list("pk", "merged_into")
    root_of = dict(numbers) | {root: root for root in roots.values()}
    rows = Collection.objects.untold().filter(subject__in=[each for each in root_of if each])
    waiting = {root_of[subject] for subject in rows.values_list("subject", flat=True)}
    return {line for line, root in roots.items() if root in waiting}


def _restricted(lines: list[ReportedEmployment]) -> set[object]:
    seen: set[object] = set(
        ReportedEmployment.objects.unrestricted()
        .filter(pk__in=[line.pk for line in lines])
        .values_list("pk", flat=True)
    )
    whole: set[object] = {line.pk for line in lines}
    return whole - seen
