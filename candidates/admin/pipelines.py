"""The pipeline of an order, as a board and as a list: moved by dragging, by buttons, one or many at once."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.actions import applications
from candidates.admin import batches, interviews, stages
from candidates.choices import Stage
from candidates.models import Application
from candidates.queries import board
from clients.models import JobOrder
from privacy.admin import once
from privacy.admin.base import now
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import MOST_AT_ONCE, OUT_OF_REACH

VIEW = "candidates.view_application"


def pipeline(site: WorkspaceSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Look at it, or press a button of it."""
    order = get_object_or_404(JobOrder.objects.visible_to(request.user).select_related("company", "adviser"), pk=pk)
    if request.method == "POST":
        return _pressed(site, request, order)
    asked = request.GET.get("stage", "")
    is_list = asked != "" or request.GET.get("view") == "list"
    context: dict[str, Any] = {"board": board.board(order, reader=request.user, at=now())}
    if is_list:
        context["cards"] = board.listed(order, asked, reader=request.user, at=now())
    context |= {
        "title": _("Pipeline: %(order)s") % {"order": order.title}, "subtitle": str(order.company), "order": order,
        "is_list": is_list, "asked": asked, "may": request.user.has_perm(stages.MAY), "labels": stages.LABELS,
        "stages": Stage.choices, "most": board.MOST, "deeds": batches.DEEDS, "still": board.STANDS_STILL,
    }  # fmt: skip
    return TemplateResponse(request, "admin/pipeline.html", site.each_context(request) | context)


def _pressed(site: WorkspaceSite, request: HttpRequest, order: JobOrder) -> HttpResponse:
    """`move` names one application and where it goes; `action` is done with all that are ticked."""
    if not request.user.has_perm(stages.MAY):
        raise PermissionDenied
    key, _space, to = request.POST.get("move", "").partition(" ")
    keys = [key] if key else request.POST.getlist("_selected_action")
    action = to if key else request.POST.get("action", "")
    rows = [row for row in board.chosen(keys[: MOST_AT_ONCE + 1], reader=request.user) if row.job_order_id == order.pk]
    if not rows or len(rows) > MOST_AT_ONCE:
        messages.error(request, _("Choose between 1 and %(most)d applications.") % {"most": MOST_AT_ONCE})
    elif action in batches.DEEDS:
        return batches.ask(site, request, action, rows, request.get_full_path())
    elif action in stages.LABELS:
        move(request, rows, Stage(action))
    else:
        messages.error(request, _("Choose what to do with them."))
    return redirect(request.get_full_path())


def move(request: HttpRequest, rows: list[Application], to: Stage) -> int:
    """Each by itself, from where the page showed it; says what was done and what was refused, and how many went."""
    moved: list[Application] = []
    again: list[Application] = []
    refusals: dict[type[Exception], Any] = OUT_OF_REACH | stages.REFUSALS
    for row in rows:
        seen = request.POST.get(f"seen-{row.pk}", row.stage)
        try:
            advance = partial(applications.advance, application=row, to=to, by=request.user, at=now(), seen=seen)
            once.do_part(request, advance, f"{to} {row.pk}")
            moved.append(row)
        except once.SentBefore:
            again.append(row)
        except tuple(refusals) as error:
            who = _("Somebody on the list") if type(error) in OUT_OF_REACH else str(row.candidate)
            messages.warning(request, _("%(row)s: %(why)s") % {"row": who, "why": refusals[type(error)]})
    if again:
        messages.success(request, once.SENT_BEFORE)
    if moved:
        said = ngettext("%(count)d moved to: %(stage)s.", "%(count)d moved to: %(stage)s.", len(moved))
        messages.success(request, said % {"count": len(moved), "stage": to.label})
    if moved and to == Stage.INTERVIEW:
        _suggest_times(request, moved)
    return len(moved)


def _suggest_times(request: HttpRequest, rows: list[Application]) -> None:
    """A link for each, and nothing by itself."""
    if request.user.has_perm(interviews.MAY):
        ways = format_html_join(
            ", ", '<a href="{}">{}</a>', ((interviews.proposing_url(row), row.candidate) for row in rows)
        )
        messages.info(request, format_html("{} {}", _("Propose times for an interview:"), ways))


def url_of(order_id: int, **asked: str) -> str:
    address = reverse("admin:pipeline", args=[order_id])
    return f"{address}?{urlencode(asked)}" if asked else address


admin.site.add_page(
    Page("pipeline", gettext_lazy("Pipeline"), "candidates", VIEW, pipeline, "pipeline/<int:pk>/", in_parts=True)
)
