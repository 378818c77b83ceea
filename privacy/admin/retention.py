"""The retention page: what is due, why the rest stays, and whether the machinery runs."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.admin import show
from privacy.admin.retention_rows import is_braked, state_of
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.choices import PeriodCode
from privacy.grounds import CLOCK_STOPPED
from privacy.models import Alarm
from privacy.queries import retention_overview, vitals
from privacy.queries.overviews import Overview
from privacy.queries.reasons import holding_reason

# Grounds without a storage time: they last as long as something is so.
STANDING = {
    "client_relation": _("contact person at a client"),
    "own_business": _("owns a business that is a client"),
    "agreement_in_force": _("signed an agreement that is in force"),
    "employed": _("employed by us"),
    "hired_out": _("hired out to a client"),
    "kin_of_employee": _("next of kin of an employee"),
    CLOCK_STOPPED: _("employed by us, so that another time stands still"),
    "open_case": _("question not answered yet"),
    "open_request": _("request about rights not answered yet"),
    "staff": _("works here"),
    "reviewed": _("decided by a person here"),
}


def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    overview = retention_overview(timezone.localdate())
    context = site.each_context(request) | {
        "title": _("Storage and deletion"),
        "subtitle": None,
        "overview": overview,
        "oldest_overdue": show.day(overview.oldest_overdue),
        "braked": _braked(request, overview),
        "panels": [_alarms(), _reasons(overview), _runs(overview), _failures(overview)],
    }
    return TemplateResponse(request, "admin/retention.html", context)


def _braked(request: HttpRequest, overview: Overview) -> list[dict[str, Any]]:
    """Runs the brake stopped; the manager gets a button."""
    may = request.user.has_role("manager")
    runs = [run for run in overview.last_runs if is_braked(run)]
    return [
        {"run": run, "url": reverse("admin:privacy_purgerun_step", args=[run.pk, "approve"]), "may": may}
        for run in runs
    ]


def _alarms() -> Panel:
    """Asked anew, so that it is true also while no worker runs."""
    now = timezone.now()
    since = dict(Alarm.objects.filter(ended_at=None).values_list("code", "since"))
    rows = [(code.label, show.moment(since.get(code, now))) for code in sorted(vitals.wrong(now))]
    return Panel(_("Alarms"), (_("what"), _("since")), rows, _("The machinery runs as it should."))


def _reasons(overview: Overview) -> Panel:
    rows = [(_label(code), count) for code, count in overview.kept_by_reason.items()]
    note = _("Counted over the %(count)d persons next in line; one person can have several reasons.")
    return Panel(
        _("Why the rest stays"), (_("reason"), _("persons")), rows, _("Nobody's data are kept."),
        note % {"count": overview.sampled},
    )  # fmt: skip


def _label(code: str) -> Any:
    if reason := holding_reason(code):
        return reason
    return PeriodCode(code).label if code in PeriodCode.values else STANDING.get(code, code)


def _runs(overview: Overview) -> Panel:
    heads = (_("as of"), _("started"), _("due"), _("erased"), _("kept"), _("to be reviewed"), _("failed"), _("state"))
    rows = [
        (
            show.day(run.as_of),
            show.moment(run.started_at),
            run.due,
            run.erased,
            run.kept,
            run.review,
            run.failed,
            state_of(run),
        )
        for run in overview.last_runs
    ]
    return Panel(_("Last runs"), heads, rows, _("The purge has never run."))


def _failures(overview: Overview) -> Panel:
    heads = (_("person"), _("blocked since"), _("attempts"), _("error"), _("next attempt"))
    rows = [
        (each.subject_uuid, show.moment(each.blocked_since), each.attempts, each.error, show.moment(each.next_at))
        for each in overview.failures
    ]
    return Panel(_("Persons the purge could not erase"), heads, rows, _("None."))


admin.site.add_page(Page("retention", _("Storage and deletion"), "privacy", "privacy.view_purgerun", page))
