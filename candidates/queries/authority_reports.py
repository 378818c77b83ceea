"""Reports to authorities: which months are owed, who is in them, what an employment was in a month."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.choices.reports import ReportAnswer
from candidates.models import AuthorityReport, Employment, ReportedEmployment
from candidates.models.authority_report import due_on
from privacy.deadlines import add_months
from privacy.models import Recipient

# The register of recipients has the a-ordning once, under this number of ours (actions.authority_reports).
A_ORDNINGEN = UUID("6f1b0f6e-5d0c-4b52-9a27-0a5ad3e1c0de")
OBJECTS = {"candidates.reportedemployment": _("what was reported of you to the authorities")}
WORDS = {"candidates.reportedemployment": {
    "fixed_pay": _("fixed pay"), "hourly_pay": _("hourly pay"), "hours": _("hours paid"), "overtime_pay": _("overtime pay"),
    "facts": _("the facts of your employment"),
}}  # fmt: skip
PAY = ("fixed_pay", "hourly_pay", "hours", "overtime_pay")
COPIED = ("occupation_code", "form", "percentage", "full_time_hours", "working_time", "pay_kind", "starts_on")
LASTING = {"number_noted_at", "starts_on", "ends_on", "end_cause", "percentage"}  # another now is wrong then
CHANGES = ("pay_changed_on", "percentage_changed_on")


def month_of(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def last_day(month: datetime.date) -> datetime.date:
    return add_months(month, 1) - datetime.timedelta(days=1)


def employed_in(month: datetime.date) -> QuerySet[Employment]:
    """Everybody the law wants reported, restricted or not (GDPR art. 18(2))."""
    return Employment.objects.at_work_in(month, last_day(month)).order_by("pk")


def settled_in(report: AuthorityReport) -> QuerySet[Employment]:
    """Who left before the month and is paid in it."""
    lines = ReportedEmployment.objects.filter(report=report, is_settlement=True)
    return (
        Employment.objects.in_force().filter(ends_on__lt=report.month, pk__in=lines.values("employment")).order_by("pk")
    )


def to_settle(report: AuthorityReport) -> QuerySet[Employment]:
    """Who left before the month, is not in the report, and has a file still; whoever left last first."""
    rows = Employment.objects.in_force().filter(ends_on__lt=report.month, file__isnull=False)
    return rows.exclude(reported__report=report).order_by("-ends_on", "last_name", "first_name", "pk")


def facts_of(employment: Employment, month: datetime.date) -> dict[str, Any]:
    """The employment as it was at the end of the month; what came later has not happened."""
    end = last_day(month)
    has_ended = employment.ends_on is not None and employment.ends_on <= end
    facts = {name: getattr(employment, name) for name in COPIED}
    facts |= {name: _by(end, getattr(employment, name) or employment.starts_on) for name in CHANGES}
    facts |= {
        "ends_on": employment.ends_on if has_ended else None,
        "end_cause": employment.end_cause if has_ended else "",
        "is_settlement": employment.ends_on is not None and employment.ends_on < month,
    }
    return facts | {"number_noted_at": employment.number_noted_at}


def differing(line: ReportedEmployment) -> list[str]:
    """What of the facts is not what the employment says now."""
    return [
        name for name, value in facts_of(line.employment, line.report.month).items() if getattr(line, name) != value
    ]


def corrections_due(report: AuthorityReport) -> list[tuple[ReportedEmployment, list[str]]]:
    """Who was reported otherwise than the employment says now: put right after the report was sent."""
    lines = report.lines.known()
    return [(line, changed) for line in lines if (changed := [each for each in differing(line) if _counts(each, line)])]


def reports_to_correct(at: datetime.datetime) -> set[UUID]:
    """Of the last year's, those in which somebody's facts were put right since, and no correction is begun.

    What may as well have changed later (an occupation code) counts for the newest month alone: the next report has it.
    """
    since = add_months(month_of(timezone.localdate(at)), -12)
    standing = AuthorityReport.objects.standing().filter(month__gte=since, replaced_by=None)
    newest = max(standing.values_list("month", flat=True), default=None)
    found = set()
    for line in ReportedEmployment.objects.filter(report__in=standing).known():
        changed = {name for name in differing(line) if _counts(name, line)}
        if changed & LASTING or (changed and line.report.month == newest):
            found.add(line.report_id)
    return found


def _counts(name: str, line: ReportedEmployment) -> bool:
    """A percentage or a kind of pay that changed after the month was right in it."""
    later = {"percentage": line.employment.percentage_changed_on, "pay_kind": line.employment.pay_changed_on}
    changed_on = later.get(name)
    return name not in CHANGES and not (changed_on and changed_on > line.report.last_day)


def months_owed(at: datetime.datetime) -> list[datetime.date]:
    """The months before this one in which somebody was employed, from the month before it was put in force; newest first."""
    today = timezone.localdate(at)
    this = month_of(today)
    rows = Employment.objects.in_force().filter(starts_on__lt=this)
    months: set[datetime.date] = set()
    for starts_on, ends_on, activated_at in rows.values_list("starts_on", "ends_on", "activated_at"):
        if activated_at is not None:
            months |= set(_months(starts_on, ends_on, activated_at, this))
    return sorted(months, reverse=True)


def unreported(at: datetime.datetime) -> list[datetime.date]:
    """Those of them the authorities have no report of; newest first."""
    there = set(AuthorityReport.objects.standing().values_list("month", flat=True))
    return [month for month in months_owed(at) if month not in there]


def months_to_begin(at: datetime.datetime) -> list[datetime.date]:
    """This month and the last, somebody who left may be paid in them, and those owed; without those that are begun; newest first."""
    this = month_of(timezone.localdate(at))
    months = {this, add_months(this, -1), *unreported(at)}
    return sorted(months - set(AuthorityReport.objects.values_list("month", flat=True)), reverse=True)


def late(at: datetime.datetime) -> list[datetime.date]:
    today = timezone.localdate(at)
    return [month for month in unreported(at) if due_on(month) < today]


def taken_before(report: AuthorityReport) -> AuthorityReport | None:
    """The delivery this one replaces for the authorities: one that was refused never reached them."""
    earlier = report.replaces
    while earlier is not None and earlier.answer == ReportAnswer.REFUSED:
        earlier = earlier.replaces
    return earlier


def recipient() -> Recipient | None:
    return Recipient.objects.filter(pk=A_ORDNINGEN).first()


def names_of(keys: list[str]) -> dict[str, str]:
    found = ReportedEmployment.objects.filter(pk__in=keys).select_related("report")
    return {
        str(each.pk): gettext("Reported to the authorities for %(month)s") % {"month": each.report} for each in found
    }


def of_person(numbers: Iterable[UUID]) -> list[ReportedEmployment]:
    """What the authorities were sent about this person, the newest first; for the person alone."""
    rows = ReportedEmployment.objects.filter(employment__subject__in=list(numbers), report__sent_at__isnull=False)
    return list(
        rows.select_related("report__replaced_by", "employment").order_by("-report__month", "-report__sent_at", "pk")
    )


def name_of(month: datetime.date) -> str:
    return date_format(month, "F Y")


def _months(
    starts_on: datetime.date, ends_on: datetime.date | None, activated_at: datetime.datetime, this: datetime.date
) -> Iterator[datetime.date]:
    known_from = add_months(month_of(timezone.localdate(activated_at)), -1)
    month = max(month_of(starts_on), known_from)
    while month < this and (ends_on is None or ends_on >= month):
        yield month
        month = add_months(month, 1)


def _by(end: datetime.date, day: datetime.date) -> datetime.date | None:
    return day if day <= end else None
