"""What was reported to the authorities in the demo: the months that are due, the first of them corrected; the next is begun."""

import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from candidates.actions import authority_reports, report_deliveries
from candidates.actions.report_deliveries import Receipt
from candidates.choices.reports import ReportAnswer
from candidates.models import AuthorityReport
from candidates.models.authority_report import due_on
from candidates.queries import authority_reports as reading
from candidates.queries import report_control
from fremrykk.accounts.models import User

A_DAY = Decimal("6")  # hours, 80 % of a full position
DAY = datetime.timedelta(days=1)


def make(*, payroll: User, now: datetime.datetime) -> None:
    """Each on the last day but one; after agency and employees."""
    today = timezone.localdate(now)
    sent = []
    for month in (*reversed(reading.months_owed(now)), reading.month_of(today)):
        due = due_on(month)
        at = min(now, timezone.make_aware(datetime.datetime.combine(due - DAY, datetime.time(9))))
        report = _with_pay(month, payroll, at)
        if due < today:
            sent.append(_deliver(report, payroll, at, "1"))
    if sent:
        correction = authority_reports.correct(report=sent[0], by=payroll, at=now)
        authority_reports.write_pay(report=correction, pay=_more(correction), by=payroll, at=now)
        _deliver(correction, payroll, now, "2")


def _with_pay(month: datetime.date, payroll: User, at: datetime.datetime) -> AuthorityReport:
    report = authority_reports.begin(month=month, by=payroll, at=at)
    pay = {}
    for line in report.lines.known():
        days = (report.last_day - max(line.starts_on, month)).days // 7 * 5
        hours = max(days, 1) * A_DAY
        pay[line.pk] = {"hourly_pay": hours * (line.employment.pay or 1), "hours": hours}
    authority_reports.write_pay(report=report, pay=pay, by=payroll, at=at)
    return report


def _more(report: AuthorityReport) -> dict[UUID, dict[str, Decimal | None]]:
    """Six hours were forgotten."""
    forgotten = {}
    for line in report.lines.known():
        hours = (line.hours or 0) + A_DAY
        forgotten[line.pk] = {"hourly_pay": hours * (line.employment.pay or 1), "hours": hours}
    return forgotten


def _deliver(report: AuthorityReport, payroll: User, at: datetime.datetime, number: str) -> AuthorityReport:
    found = report_control.findings(report, at=at)
    authority_reports.look(report=report, seen=report_control.warnings_mark(found), by=payroll, at=at)
    report_deliveries.make_file(report=report, by=payroll, at=at)
    receipt = Receipt(f"AR-{report.month:%Y%m}-{number}", timezone.localdate(at), ReportAnswer.RECEIVED)
    return report_deliveries.send(report=report, receipt=receipt, by=payroll, at=at)
