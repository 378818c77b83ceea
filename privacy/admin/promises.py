"""What we promise, held against the data, for whoever answers for it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.queries import promises
from privacy.queries.promises import Finding, Verdict

KEPT, BROKEN = pgettext_lazy("promise", "kept"), pgettext_lazy("promise", "broken")
UNKNOWN = pgettext_lazy("promise", "not looked at")
LONGEST_CHECK = "500ms"  # of some sixty, on a page somebody waits for


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    at = now()
    findings = promises.checked(at, wait=LONGEST_CHECK)
    verdicts = promises.verdicts(findings)
    broken = [finding for finding in findings if finding.count]
    unknown = [finding for finding in findings if finding.count is None]
    context = site.each_context(request) | {
        "title": _("Promises"), "subtitle": None, "broken": len(broken), "unknown": len(unknown), "at": at,
        "panels": [_table(findings)],
        "silent": sorted(
            {number for number, verdict in verdicts.items() if verdict is Verdict.NOT_PROVABLE}
            - {finding.check.number for finding in unknown},
            key=lambda number: int(number[1:]),
        ),
    }  # fmt: skip
    return TemplateResponse(request, "admin/promises.html", context)


def _table(findings: list[Finding]) -> Panel:
    heads = (_("promise"), _("what is so"), _("verdict"), _("found"))
    return Panel(_("What the data prove"), heads, [_row(finding) for finding in findings])


def _row(finding: Finding) -> tuple[Any, ...]:
    if finding.count is None:
        verdict = show.tag(UNKNOWN, "warning")
    else:
        verdict = show.tag(BROKEN, "danger") if finding.count else show.tag(KEPT, "success")
    found = f"{finding.count}: {', '.join(finding.first)}" if finding.count else ""
    return finding.check.number, finding.check.sentence, verdict, found


admin.site.add_page(Page("promises", _("Promises"), "privacy", "privacy.change_request", page))
