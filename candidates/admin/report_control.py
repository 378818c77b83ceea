"""Three pages of a report to authorities: pay in a table, pay from a file, and the control list with the file itself."""

import base64
import csv
import uuid
from typing import Any

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.contrib import admin, messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.actions import authority_reports, report_deliveries
from candidates.admin import report_panels
from candidates.admin.authority_reports import REFUSALS, WORK
from candidates.forms.reports import PayFileForm, PayForm
from candidates.models import AuthorityReport
from candidates.queries import authority_reports as reading
from candidates.queries import report_control as control
from candidates.queries import report_pay_files
from candidates.queries.tables import Unreadable
from privacy.admin.base import now
from privacy.admin.confirming import before_file
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH

SALT = "candidates.report_pay"
READ_WITHIN = 60 * 60  # seconds
MOST_SHOWN = 100
CONFIRM, TO_FILL = "confirm", "to-fill"
SAID = OUT_OF_REACH | REFUSALS


def pay(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Gross pay of the month, one row for each employee. Whoever is shown here can read that they were."""
    reports = AuthorityReport.objects.visible_to(request.user)
    # One that was sent meanwhile refuses what was typed, which stands there.
    report = get_object_or_404(reports if request.method == "POST" else reports.filter(sent_at=None), pk=pk)
    names = report_panels.named(request, report)
    lines = [
        (line.pk, {name: getattr(line, name) for name in reading.PAY}, names[line.pk]) for line in report.lines.known()
    ]
    form = PayForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid() and (done := _written(request, report, form.pay)):
        return done
    authority_reports.note_looked(report=report, by=request.user, at=now())
    numbers = {str(line.pk): line.employment_id for line in report.lines.all()}
    rows = [(who, numbers[key], fields) for who, key, fields in form.rows]
    context = {
        "title": gettext_lazy("Pay of the month"),
        "subtitle": None,
        "report": report,
        "form": form,
        "rows": rows,
    }
    return TemplateResponse(request, "admin/report_pay.html", site.each_context(request) | context)


def pay_file(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose, see what would be written, take. Between the two steps the file lies in the browser, signed, and nowhere here."""
    report = get_object_or_404(AuthorityReport.objects.visible_to(request.user).filter(sent_at=None), pk=pk)
    if "content" in request.POST:
        return _taken(request, report)
    if TO_FILL in request.GET and request.method == "GET":
        return _to_fill(request, report)
    form = PayFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "title": gettext_lazy("Read pay from a file"),
        "report": report,
        "subtitle": None,
    }
    if request.method == "POST" and form.is_valid():
        context |= _read(request, report, form)
    return TemplateResponse(request, "admin/report_pay_file.html", site.each_context(request) | context)


def control_list(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was found; once nothing stops it and the warnings are looked at, the file."""
    report = get_object_or_404(AuthorityReport.objects.visible_to(request.user), pk=pk)
    if request.method == "GET" and CONFIRM in request.GET:
        raise_if_reauthentication_required(request, app="candidates")
        messages.info(request, _("Confirmed. Now you can make the file."))
        return redirect("admin:report_control", report.pk)
    if request.method == "POST" and (done := _done(request, report)):
        return done
    report.refresh_from_db()
    found = [] if report.is_sent else control.findings(report, at=now())
    mark = control.warnings_mark(found)
    names = report_panels.named(request, report)
    names |= {
        each.employment.pk: report_panels.employment_named(request, each.employment)
        for each in found
        if each.employment
    }
    stops = bool(control.errors(found))
    context = {
        "title": gettext_lazy("Control list"), "subtitle": None, "report": report, "mark": mark,
        "panels": [] if report.is_sent else report_panels.found(found, names), "must_look": mark != report.looked_at and not report.is_sent,
        "is_ready": not stops and (report.is_sent or mark == report.looked_at),
    }  # fmt: skip
    return TemplateResponse(request, "admin/report_control.html", site.each_context(request) | context)


def _done(request: HttpRequest, report: AuthorityReport) -> HttpResponse | None:
    """Warnings looked at, or the file; nothing where it was refused, which is said."""
    try:
        if "look" in request.POST:
            authority_reports.look(report=report, seen=request.POST["look"], by=request.user, at=now())
            messages.success(request, _("Looked at."))
            return redirect("admin:report_control", report.pk)
        if is_reauthentication_required(request, app="candidates"):
            # Not the POST itself goes on after the login: a file as its answer would leave the login page standing there.
            return redirect(f"{request.path}?{CONFIRM}=yes")
        content = report_deliveries.make_file(report=report, by=request.user, at=now())
    except tuple(SAID) as error:
        messages.error(request, SAID[type(error)])
        return None
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="a-melding-{report.month:%Y-%m}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def _written(request: HttpRequest, report: AuthorityReport, amounts: Any) -> HttpResponse | None:
    try:
        count = authority_reports.write_pay(report=report, pay=amounts, by=request.user, at=now())
    except tuple(SAID) as error:
        messages.error(request, SAID[type(error)])
        return None
    text = ngettext(
        "Pay is written; %(count)d row is another than before.",
        "Pay is written; %(count)d rows are others than before.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect(report.get_absolute_url())


def _to_fill(request: HttpRequest, report: AuthorityReport) -> HttpResponse:
    """Everybody in the report with the number and what is written so far: whoever reads it can read that they did."""
    if first := before_file(request, back=reverse("admin:report_pay_file", args=[report.pk])):
        return first
    authority_reports.note_looked(report=report, by=request.user, at=now())
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{report.month:%Y-%m}.csv"'
    response["Cache-Control"] = "no-store"
    rows = report_pay_files.to_fill(report.lines.known(), report_panels.named(request, report))
    csv.writer(response, delimiter=";").writerows(rows)
    return response


def _read(request: HttpRequest, report: AuthorityReport, form: PayFileForm) -> dict[str, Any]:
    content = form.cleaned_data["file"].read(report_pay_files.MOST_BYTES + 1)
    try:
        sheet = report_pay_files.of_report(content, report.lines.known())
    except Unreadable as error:
        form.add_error("file", str(error))
        return {}
    token = (
        signing.dumps(base64.b64encode(content).decode(), salt=_salt(request, report), compress=True)
        if sheet.pay
        else ""
    )
    return {"sheet": sheet, "content": token, "panels": _preview(request, report, sheet)}


def _taken(request: HttpRequest, report: AuthorityReport) -> HttpResponse:
    """Judged anew: what was true when it was shown may not be so now."""
    try:
        packed = signing.loads(request.POST["content"], salt=_salt(request, report), max_age=READ_WITHIN)
        sheet = report_pay_files.of_report(base64.b64decode(packed), report.lines.known())
    except (signing.BadSignature, Unreadable):
        messages.error(request, _("What you saw is no longer so. Choose the file once more; nothing was written."))
        return redirect("admin:report_pay_file", report.pk)
    return _written(request, report, sheet.pay) or redirect("admin:report_pay_file", report.pk)


def _preview(request: HttpRequest, report: AuthorityReport, sheet: report_pay_files.PayFile) -> list[Panel]:
    names = report_panels.named(request, report)
    rows = [
        (names[line.pk], *(report_panels.amount(row.values.get(name)) for name in reading.PAY))
        for row, line in sheet.taken[:MOST_SHOWN]
    ]
    wrong = [(row.line, " ".join(row.problems)) for row in sheet.table.troubled[:MOST_SHOWN]]
    note = _("These are left out; the others can be written.") if wrong and rows else ""
    panels = [Panel(_("Would be written"), report_panels.HEADS[:5], rows, _("Nothing."))]
    return [*panels, Panel(_("Not in order"), (_("line"), _("what is wrong")), wrong, note=note)] if wrong else panels


def _salt(request: HttpRequest, report: AuthorityReport) -> str:
    """For this colleague and this report only."""
    return f"{SALT}:{report.pk}:{request.user.pk}"


ONE = "candidates/authorityreport/<uuid:pk>/"
admin.site.add_page(Page("report_pay", gettext_lazy("Pay of the month"), "candidates", WORK, pay, ONE + "pay/"))
admin.site.add_page(
    Page("report_pay_file", gettext_lazy("Read pay from a file"), "candidates", WORK, pay_file, ONE + "pay-file/")
)
admin.site.add_page(
    Page("report_control", gettext_lazy("Control list"), "candidates", WORK, control_list, ONE + "control/")
)
