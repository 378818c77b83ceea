"""Beneath an order: how far it has come, what is left before it can be opened, and who at the client follows it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.admin import opening
from clients.choices import StepState
from clients.models import Agreement, JobOrder, OrderReader, Prepayment
from clients.queries import agreements, process
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel

COLORS = {StepState.DONE: "success", StepState.NOW: "info", StepState.LATER: "neutral", StepState.LEFT_OUT: "neutral"}


def panels(request: HttpRequest, order: JobOrder) -> list[Panel]:
    first = [] if order.opened_at else [_to_do(request, order)]
    return [*first, _course(order), _readers(request, order)]


def _to_do(request: HttpRequest, order: JobOrder) -> Panel:
    """What is missing before the work can begin, each with the page where it is done."""
    rows: list[tuple[Any, ...]] = []
    if agreements.in_force(order, timezone.localdate()) is None:
        where = show.new(request, Agreement, company=order.company_id, kind=order.kind)
        rows.append((_("An agreement with the client that is in force"), where or _("The manager registers it.")))
    elif opening.waits(order):
        rows.append((_("The prepayment, which finance marks as paid"), _to_prepayment(request, order)))
    else:
        where = reverse("admin:clients_joborder_step", args=[order.pk, "open"])
        rows.append((_("The agreement is in force: the order can be opened"), show.link(where, _("Open"))))
    return Panel(_("Left to do before the work begins"), (_("what"), _("where")), rows)


def _to_prepayment(request: HttpRequest, order: JobOrder) -> Any:
    if not request.user.has_perm("clients.view_prepayment"):
        return _("Finance decides.")
    where = reverse("admin:clients_prepayment_change", args=[order.prepayment.pk])
    return show.link(where, Prepayment._meta.verbose_name)


def _course(order: JobOrder) -> Panel:
    rows = [
        (step.fact.label, show.tag(step.state.label, COLORS[step.state]),
         show.NOTHING if step.fact.count is None else step.fact.count, show.day(step.fact.since), _beside(step.fact))
        for step in process.steps(order, at=now())
    ]  # fmt: skip
    heads = (_("step"), _("state"), _("how many"), _("since"), _("note"))
    return Panel(
        _("How far it has come"), heads, rows, note=_("Worked out from what is registered; the client sees the same.")
    )


def _beside(fact: process.Fact) -> Any:
    """What is noted of it, or when somebody from the client is met."""
    return fact.note or (show.text("\n".join(map(show.plain_moment, fact.times))) if fact.times else "")


def _readers(request: HttpRequest, order: JobOrder) -> Panel:
    rows = []
    if request.user.has_perm("clients.view_orderreader"):
        seen = OrderReader.objects.visible_to(request.user).standing().filter(order=order)
        rows = [
            (show.link(reverse("admin:clients_orderreader_change", args=[each.pk]), each.contact.name),
             _("invited by a colleague") if each.is_invited else _("let in by us"), show.day(each.granted_at))
            for each in seen.select_related("contact").order_by("contact__name", "pk")[:50]
        ]  # fmt: skip
    heads = (_("name"), _("how"), _("since"))
    more = "" if order.closed_at else show.new(request, OrderReader, order=order.pk)
    return Panel(_("Who at the client follows it"), heads, rows, _("Nobody at the client follows this order."), more)
