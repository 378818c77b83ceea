"""Who is hired out, on the pages of orders and employments; and on the home page who comes near three years at one client."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.assignment import AssignmentState
from candidates.models import Assignment, Employment
from candidates.queries import assignments as reading
from clients.choices import OrderKind
from clients.models import JobOrder, OrderReader
from privacy.admin import show
from privacy.admin.show import Panel
from privacy.admin.site import Waiting

WORK = "candidates.change_assignment"
MOST = 50
TONES = {AssignmentState.PLANNED: "info", AssignmentState.RUNNING: "success", AssignmentState.ENDED: "neutral"}
HEADS = (_("who"), _("first day at the client"), _("last day at the client"), _("state"))


def tag(row: Assignment) -> str:
    state = row.state(timezone.localdate())
    return show.tag(state.label, TONES[state])


def on_order(request: HttpRequest, order: JobOrder) -> list[Panel]:
    """Who is hired out on a staffing order, and the way to plan one more."""
    if order.kind != OrderKind.STAFFING or not request.user.has_perm("candidates.view_assignment"):
        return []
    found = Assignment.objects.visible_to(request.user).filter(order=order).select_related("employment")
    rows = [(show.page_of(request, each, each.employment), *_cells(each)) for each in _newest(found)]
    more = show.new(request, Assignment, order=order.pk) if order.is_open else ""
    return [Panel(_("Hired out on this order"), HEADS, rows, _("Nobody."), more)]


def of_employment(request: HttpRequest, row: Employment) -> list[Panel]:
    found = Assignment.objects.visible_to(request.user).filter(employment=row).select_related("order__company")
    rows = [(show.page_of(request, each, each.order), *_cells(each)) for each in _newest(found)]
    more = "" if row.is_draft else show.new(request, Assignment, employment=row.pk)
    return [Panel(_("Assignments at clients"), (_("job order"), *HEADS[1:]), rows, _("None."), more)]


def not_let_in(request: HttpRequest, row: Assignment) -> list[Panel]:
    """Whoever leads the work reads who comes on a page of their own: only once somebody has let them in to an order."""
    leader, is_over = row.leader, row.state(timezone.localdate()) == AssignmentState.ENDED
    if leader is None or is_over or OrderReader.objects.standing().filter(contact=leader).exists():
        return []
    way = show.new(request, OrderReader, contact=leader.pk, order=row.order_id)
    note = _(
        "Who comes, when and where stands on the own page of whoever leads the work. Let them in to the order, or tell them yourself."
    )
    rows = [(leader.name, way or show.NOTHING)]
    return [Panel(_("Whoever leads the work cannot log in yet"), (_("who"), _("to be done")), rows, note=note)]


def _newest(rows: Any) -> Any:
    return rows.order_by("-starts_on", "pk")[:MOST]


def _cells(row: Assignment) -> tuple[str, str, str]:
    return show.day(row.starts_on), show.day(row.ends_on), tag(row)


def waiting(request: HttpRequest) -> list[Waiting]:
    """Where a right to a post at the client comes near, on the home page of whoever may do something about it."""
    if not request.user.has_perm(WORK):
        return []
    count = len(reading.near(timezone.localdate(), Assignment.objects.visible_to(request.user)))
    where = f"{reverse('admin:candidates_assignment_changelist')}?state=near"
    return [Waiting(_("persons near three years at one client"), count, where, "warning")]


admin.site.add_panels(JobOrder, on_order)
admin.site.add_panels(Employment, of_employment)
admin.site.add_panels(Assignment, not_let_in)
admin.site.add_waiting(waiting)
