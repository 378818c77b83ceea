"""Two steps of a report to authorities: whoever left before the month and is paid in it comes in, and goes out again."""

from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from candidates.actions import authority_reports, settlements
from candidates.admin import report_panels
from candidates.forms.reports import FormerForm
from candidates.models import AuthorityReport, Employment
from candidates.queries import authority_reports as reading
from privacy.admin.base import now
from privacy.admin.steps import Step, Text

WORK = "candidates.change_authorityreport"
SENT: Text = _("It is sent: what is wrong in it is corrected by a report that replaces it.")
NOBODY: Text = _("Nobody left before this month whose file is still here.")
NOT_IN: Text = _("Nobody is in it who left before the month.")
REFUSALS: dict[type[Exception], Text] = {
    authority_reports.AlreadySent: SENT,
    authority_reports.NotPayroll: _("Only payroll reports."),
    settlements.NotLeft: _("Employed in this month: fetch the facts anew, and they are in it."),
    settlements.Over: _("The file is gone since: nobody can see who it was any more."),
    settlements.NotIn: NOT_IN,
}


def _take_in(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    settlements.take_in(report=report, employment=data["employment"], by=request.user, at=now())


def _leave_out(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    settlements.leave_out(report=report, employment=data["employment"], by=request.user, at=now())


def _fit(rows: Any) -> Any:
    def fit(request: HttpRequest, report: AuthorityReport, form: FormerForm) -> None:
        form.offer(rows(report), lambda row: _named(request, row))

    return fit


def _named(request: HttpRequest, employment: Employment) -> Text:
    who = report_panels.employment_named(request, employment)
    return format_lazy(_("{who}, last day {day}"), who=who, day=date_format(employment.ends_on, "j. F Y"))


def _can_take_in(report: AuthorityReport) -> bool:
    return not report.is_sent and reading.to_settle(report).exists()


def _can_leave_out(report: AuthorityReport) -> bool:
    return not report.is_sent and reading.settled_in(report).exists()


STEPS = (
    Step(
        "settle", _("Add somebody who left"), _take_in, WORK, _("Added: write the pay."), form=FormerForm,
        fit=_fit(reading.to_settle), is_open=_can_take_in, closed=lambda row: SENT if row.is_sent else NOBODY, refusals=REFUSALS,
        question=_("For final pay or holiday pay that is paid after the month of the last day. Who worked in the month is in it already."),
    ),
    Step(
        "leave-out", _("Take out somebody who left"), _leave_out, WORK, _("Taken out, with the pay that was written."),
        form=FormerForm, fit=_fit(reading.settled_in), is_open=_can_leave_out,
        closed=lambda row: SENT if row.is_sent else NOT_IN, refusals=REFUSALS,
    ),
)  # fmt: skip
