"""A month to report: who is employed, what they were paid, and what is typed about it."""

import datetime
from decimal import Decimal
from uuid import UUID

from candidates.actions import authority_reports, report_deliveries
from candidates.actions.report_deliveries import Receipt
from candidates.choices.reports import ReportAnswer
from candidates.models import AuthorityReport, Employment
from candidates.queries import report_control
from privacy.models import Controller
from tests.factories import employed

D = datetime.date
NOVEMBER = D(2026, 11, 1)
AT = datetime.datetime(2026, 12, 3, 9, 0, tzinfo=datetime.UTC)  # in time: the 7th is the last day
MAIN, SUB = "310000906", "310000922"  # synthetic
RECEIPT = Receipt("AR-4711", D(2026, 12, 3), ReportAnswer.RECEIVED)
# Synthetic numbers: the Tax Administration's own, and others by its rule with the month raised by eighty.
NUMBERS = ("03851598730", "30908299902", "41819077302", "41819077906")


def agency(**more):
    Controller.objects.filter(valid_until=None).update(org_number=MAIN, sub_unit=SUB, **more)


def at_work(number=1, **more):
    """Paid by the hour since last year, 80 % of 37.5 hours."""
    facts = {"starts_on": D(2025, 3, 1), "national_id": NUMBERS[(number - 1) % len(NUMBERS)], "id": UUID(int=number)}
    row = employed(**facts | {"last_name": f"Lønnestad {number:02}"} | more)
    Employment.objects.filter(pk=row.pk).update(
        pay_changed_on=max(D(2026, 5, 1), row.starts_on), percentage_changed_on=row.starts_on
    )
    row.refresh_from_db()
    return row


def hourly(hours="120", pay="30000"):
    return {"fixed_pay": None, "hourly_pay": Decimal(pay), "hours": Decimal(hours), "overtime_pay": None}


def begun(by, at=AT, month=NOVEMBER, pay=None):
    """With pay for everybody in it."""
    report = authority_reports.begin(month=month, by=by, at=at)
    paid = {line.pk: hourly() if pay is None else pay for line in report.lines.all()}
    authority_reports.write_pay(report=report, pay=paid, by=by, at=at)
    return AuthorityReport.objects.get(pk=report.pk)


def made(report, by, at=AT):
    """The file of it, every warning looked at."""
    found = report_control.findings(report, at=at)
    authority_reports.look(report=report, seen=report_control.warnings_mark(found), by=by, at=at)
    return report_deliveries.make_file(report=report, by=by, at=at)


def sent(by, at=AT, report=None, receipt=RECEIPT, **more):
    report = report or begun(by, at, **more)
    made(report, by, at)
    return report_deliveries.send(report=report, receipt=receipt, by=by, at=at)


def codes(report, at=AT):
    return [each.code for each in report_control.findings(report, at=at)]
