"""What is shown of a report to authorities: who is in it with what pay, what the control list found, what was put right since."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import AuthorityReport, Employment, ReportedEmployment
from candidates.queries import authority_reports as reading
from candidates.queries.report_control import Finding
from privacy.admin import show
from privacy.admin.show import Panel

HEADS = (_("employee"), _("fixed pay"), _("hourly pay"), _("hours paid"), _("overtime pay"), _("position percentage"))


def seen_in(request: HttpRequest, report: AuthorityReport) -> list[ReportedEmployment]:
    return list(ReportedEmployment.objects.visible_to(request.user).filter(report=report).known())


def lines(request: HttpRequest, report: AuthorityReport) -> list[Panel]:
    """For payroll, and for finance what only the law keeps; nothing for others."""
    if not request.user.has_role("payroll", "finance"):
        return []
    rows = [
        (
            show.page_of(request, line.employment, line.employment), *(amount(getattr(line, name)) for name in reading.PAY),
            amount(line.percentage),
        )
        for line in seen_in(request, report)
    ]  # fmt: skip
    hidden = report.lines.count() - len(rows)
    note = gettext("%(count)d more are in it whom you do not see here.") % {"count": hidden} if hidden else ""
    return [Panel(_("In the report"), HEADS, rows, _("Nobody."), note)]


def found(findings: Iterable[Finding], names: dict[object, str]) -> list[Panel]:
    findings = list(findings)
    heads = (_("of whom"), _("what"))
    rows = {
        is_error: [(_who(each, names), each.code.label) for each in findings if each.is_error is is_error]
        for is_error in (True, False)
    }
    return [
        Panel(_("Stops the file"), heads, rows[True], _("Nothing.")),
        Panel(_("To be looked at"), heads, rows[False], _("Nothing.")),
    ]


def corrections(request: HttpRequest, report: AuthorityReport) -> list[Panel]:
    """Of what the authorities have: whoever was put right since."""
    if not request.user.has_role("payroll") or not AuthorityReport.objects.standing().filter(pk=report.pk).exists():
        return []
    names = named(request, report)
    rows = [
        (names[line.pk], ", ".join(str(ReportedEmployment._meta.get_field(name).verbose_name) for name in changed))  # type: ignore[union-attr]
        for line, changed in reading.corrections_due(report)
    ]
    note = (
        _("If it was wrong in this month already, correct the report. If it only changed later, nothing is due.")
        if rows
        else ""
    )
    return (
        [Panel(_("Put right since it was sent"), (_("employee"), _("what")), rows, _("Nothing."), note)] if rows else []
    )


def named(request: HttpRequest, report: AuthorityReport) -> dict[object, str]:
    """Who each line is of; whoever has restricted data stands by the number of the employment."""
    seen = {line.pk: str(line.employment) for line in seen_in(request, report)}
    return {line.pk: seen.get(line.pk, _by_number(line.employment_id)) for line in report.lines.all()}


def employment_named(request: HttpRequest, employment: Employment) -> str:
    is_seen = Employment.objects.visible_to(request.user).filter(pk=employment.pk).exists()
    return str(employment) if is_seen else _by_number(employment.pk)


def _by_number(pk: object) -> str:
    return gettext("Employment %(number)s") % {"number": str(pk)[:8]}


def _who(finding: Finding, names: dict[object, str]) -> str:
    if finding.line is not None:
        return names[finding.line.pk]
    return names[finding.employment.pk] if finding.employment else show.NOTHING


def amount(value: object) -> str:
    return number_format(value, 2, force_grouping=True) if value is not None else show.NOTHING
