"""Reports to authorities: begun for a month, filled with pay, gone through, delivered, noted as sent, corrected."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import authority_reports, report_deliveries
from candidates.actions.report_deliveries import Receipt
from candidates.admin import report_panels, settlements
from candidates.choices.reports import ReportAnswer
from candidates.forms.reports import BeginForm, ReceiptForm
from candidates.models import AuthorityReport
from candidates.queries import authority_reports as reading
from candidates.queries import report_promises
from privacy.actions import disclosures
from privacy.admin import show, work
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step

VIEW, WORK = "candidates.view_authorityreport", "candidates.change_authorityreport"
REFUSALS: dict[type[Exception], Any] = {
    authority_reports.NotPayroll: _("Only payroll reports."),
    authority_reports.NotYet: _("The month has not begun."),
    authority_reports.AlreadyBegun: _("There is a report of this month already: go on with it, or correct it."),
    authority_reports.AlreadySent: _("It is sent: what is wrong in it is corrected by a report that replaces it."),
    authority_reports.NotSent: _("It is not sent yet: change it instead."),
    authority_reports.NotTheNewest: _("It is corrected already: go on with the correction."),
    authority_reports.NotInOrder: _("Something stops it, or the warnings are others than you saw. Go through the control list."),
    report_deliveries.NotLookedAt: _("There are warnings nobody has looked at. Go through the control list."),
    report_deliveries.NoFile: _("No file was made of it: nothing can have been delivered. Go through the control list."),
    report_deliveries.ChangedSince: _("A number or pay is another than in the file. If it is not sent, make the file anew."),
    report_deliveries.OutOfFormat: _("The file would not be as the a-melding wants it. Tell whoever runs the system; nothing was made."),
    report_deliveries.BeforeFile: _("It was received between the day the file was made and today. Change the day."),
    disclosures.NotInformed: _("Somebody in it was not told yet where we have data from (GDPR art. 14). Tell first."),
    disclosures.NotAllowed: _("The a-ordning receives nothing by the register of recipients. Ask the manager."),
}  # fmt: skip


def _fetch(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    authority_reports.fetch(report=report, by=request.user, at=now())


def _send(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    receipt = Receipt(data["reference"], data["received_on"], ReportAnswer(data["answer"]))
    report_deliveries.send(report=report, receipt=receipt, by=request.user, at=now())


def _correct(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    authority_reports.correct(report=report, by=request.user, at=now())


def _drop(request: HttpRequest, report: AuthorityReport, data: dict[str, Any]) -> None:
    authority_reports.drop(report=report, by=request.user, at=now())


def _is_open(report: AuthorityReport) -> bool:
    return not report.is_sent


def _is_newest(report: AuthorityReport) -> bool:
    return report.is_sent and not AuthorityReport.objects.filter(replaces=report).exists()


def _correction_of(report: AuthorityReport) -> AuthorityReport:
    """Itself, where the correction was dropped meanwhile."""
    return AuthorityReport.objects.filter(replaces=report).first() or report


def _why_not_correct(report: AuthorityReport) -> Any:
    return REFUSALS[authority_reports.NotTheNewest if report.is_sent else authority_reports.NotSent]


@admin.register(AuthorityReport)
class AuthorityReportAdmin(WorkspaceAdmin):
    menu_order = 62
    list_display = ("name", "standing", "due", "sent_at", "received_on", "answer")
    list_select_related = ("replaces", "replaced_by")
    ordering = ("-month", "-made_at", "id")
    readonly_fields = ("name", "standing", "due", "message_id")
    refusals = REFUSALS
    steps = (
        Step(
            "fetch", _("Fetch the facts anew"), _fetch, WORK, _("Fetched from the employments; pay stays as it was typed."),
            is_open=_is_open, closed=REFUSALS[authority_reports.AlreadySent], refusals=REFUSALS,
        ),
        *settlements.STEPS,
        Step(
            "sent", _("Note as sent"), _send, WORK, _("Noted, and for each employee that it was given to the a-ordning."),
            form=ReceiptForm, is_open=lambda report: _is_open(report) and report.stamped_at is not None, tone="next",
            closed=lambda report: REFUSALS[authority_reports.AlreadySent if report.is_sent else report_deliveries.NoFile],
            question=_("Deliver the file first. From now on nothing of it is changed."), refusals=REFUSALS,
        ),
        Step(
            "correct", _("Correct it"), _correct, WORK,
            _("Begun: this report replaces the one that was sent. Put pay right, and go through the control list."),
            is_open=_is_newest, closed=_why_not_correct, refusals=REFUSALS,
            leads=_correction_of,
            question=_("A new report for the month is begun, with the same pay to be put right. It names the one it replaces."),
        ),
        Step(
            "drop", _("Drop it"), _drop, WORK, _("Dropped: nothing of it is left."), is_open=_is_open, tone="danger", leaves=True,
            closed=REFUSALS[authority_reports.AlreadySent], refusals=REFUSALS,
            question=_("What was typed for it is deleted. The month is still to be reported."),
        ),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = BeginForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": ("month",) if obj is None else _told(obj)}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.readonly_fields

    def add(self, request: HttpRequest, data: dict[str, Any]) -> AuthorityReport:
        return authority_reports.begin(month=data["month"], by=request.user, at=now())

    def looked_at(self, request: HttpRequest, row: AuthorityReport) -> None:
        """Whoever sees pay is written in the history of each whose pay it is."""
        if request.user.has_role("payroll", "finance"):
            authority_reports.note_looked(report=row, by=request.user, at=now())

    def panels(self, request: HttpRequest, row: AuthorityReport) -> list[Panel]:
        ways = [_ways(row)] if request.user.has_perm(WORK) and not row.is_sent else []
        ways += [_file(row)] if request.user.has_perm(WORK) and row.is_sent else []
        return [
            *ways,
            *report_panels.corrections(request, row),
            *report_panels.lines(request, row),
            *super().panels(request, row),
        ]

    @admin.display(description=_("month"), ordering="month")
    def name(self, report: AuthorityReport) -> str:
        return str(report)

    @admin.display(description=_("state"))
    def standing(self, report: AuthorityReport) -> str:
        if report.answer == ReportAnswer.REFUSED:
            return show.tag(_("refused"), "danger")
        if report.is_sent:
            return show.tag(_("corrected since")) if report.is_replaced else show.tag(_("sent"), "success")
        is_late = report.due_on < timezone.localdate()
        return show.tag(
            _("late") if is_late else _("file made") if report.stamped_at else _("begun"),
            "danger" if is_late else "warning",
        )

    @admin.display(description=_("to be sent by"))
    def due(self, report: AuthorityReport) -> str:
        return show.day(report.due_on)


def _told(report: AuthorityReport) -> tuple[str, ...]:
    """What there is of it so far: what comes with the file and the receipt is shown when they are there."""
    file = ("message_id", "main_unit", "sub_unit", "stamped_at", "digest") if report.stamped_at else ()
    receipt = ("sent_at", "sent_by", "receipt_reference", "received_on", "answer") if report.is_sent else ()
    replaces = ("replaces",) if report.replaces_id else ()
    return ("name", "standing", "due", *replaces, *file, *receipt, "made_by", "made_at")


def _ways(report: AuthorityReport) -> Panel:
    """What is done next, in its order."""
    rows = [
        (show.link(reverse("admin:report_pay", args=[report.pk]), _("Write pay, or read it from a file")),),
        (
            show.link(
                reverse("admin:report_control", args=[report.pk]), _("Go through the control list, and make the file")
            ),
        ),
    ]
    note = _("Then deliver the file, and note here that it was sent, with the receipt.")
    return Panel(_("To do"), (_("what"),), rows, note=note)


def _file(report: AuthorityReport) -> Panel:
    way = show.link(reverse("admin:report_control", args=[report.pk]), _("Make the file once more, as it was sent"))
    return Panel(_("File"), (_("what"),), [(way,)])


def waiting(request: HttpRequest) -> list[Waiting]:
    """For payroll what is owed, and what was put right since."""
    if not request.user.has_perm(WORK):
        return []
    owed, where = report_promises.waiting(now()), reverse("admin:candidates_authorityreport_changelist")
    late = sum(due < timezone.localdate() for _month, due, _report in owed)
    return [
        Waiting(_("months to report to the authorities"), len(owed) - late, where),
        Waiting(_("months reported too late"), late, where, "danger"),
        Waiting(_("reports to authorities to correct"), report_promises.to_correct(now()), where, "warning"),
    ]


def at_home(request: HttpRequest) -> list[Panel]:
    """The months that are owed, each with its last day."""
    if not request.user.has_perm(WORK):
        return []
    new = reverse("admin:candidates_authorityreport_add")
    rows = [
        (
            reading.name_of(month), show.day(due),
            show.link(report.get_absolute_url(), _("go on")) if report else show.link(f"{new}?month={month:%Y-%m}", _("begin")),
        )
        for month, due, report in report_promises.waiting(now())
    ]  # fmt: skip
    return [
        Panel(
            _("To report to the authorities"), (_("month"), _("to be sent by"), ""), rows, _("Every month is reported.")
        )
    ]


@work.add
def _late(request: HttpRequest, today: Any) -> list[work.Work]:
    """For whoever looks after privacy: a duty that is not kept."""
    where = reverse("admin:candidates_authorityreport_changelist")
    if not request.user.has_perm(VIEW):
        where = reverse("admin:retention")
    owed = report_promises.waiting(now())
    return [
        work.Work(_("report to authorities that is late"), reading.name_of(month), where, due)
        for month, due, _report in owed
        if due < today
    ]


admin.site.add_waiting(waiting)
admin.site.add_home(at_home)
