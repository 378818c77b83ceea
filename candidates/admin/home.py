"""What waits for an adviser: the own orders, applications nobody has looked at, and those that have stood still."""

import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.admin import home_answers, pipelines, reviewing, stages
from candidates.choices import OPEN_STAGES, Stage
from candidates.models import Application
from candidates.queries.board import STANDS_STILL
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.queries import stand_ins

MOST = 20  # of each table; the lists have the rest


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(stages.MAY):
        return []
    seen = Application.objects.visible_to(request.user)
    still = seen.filter(stage__in=OPEN_STAGES, stage_since__lt=now() - datetime.timedelta(days=STANDS_STILL))
    pages = reverse("admin:candidates_application_changelist")
    return [
        Waiting(_("new applications"), seen.filter(stage=Stage.NEW)[:CAP].count(), f"{pages}?stage=new"),
        Waiting(
            _("applications without an answer for two weeks"), still[:CAP].count(),
            f"{pages}?stage=open&age={STANDS_STILL}", "danger",
        ),
    ]  # fmt: skip


def at_home(request: HttpRequest) -> list[Panel]:
    """For whoever works with applications, and those they stand in for: six queries, however many there are. Answers first."""
    if not request.user.has_perm(stages.MAY):
        return []
    answering = stand_ins.answered_for(request.user, timezone.localdate())
    orders = JobOrder.objects.visible_to(request.user).is_open().filter(adviser__in=answering)
    mine = list(orders.select_related("company", "adviser").order_by("opened_at", "pk")[: MOST + 1])
    answering = answering if mine else []
    orders_and_new = [_orders(request, mine[:MOST], is_more=len(mine) > MOST), _new(request, answering)]
    return [*home_answers.panels(request), *orders_and_new]


def _orders(request: HttpRequest, orders: list[JobOrder], *, is_more: bool) -> Panel:
    counted = Application.objects.visible_to(request.user).filter(job_order__in=orders).order_by().values("job_order")
    of_order: dict[int, dict[str, Any]] = {
        each["job_order"]: each
        for each in counted.annotate(
            new=Count("pk", filter=Q(stage=Stage.NEW)),
            open=Count("pk", filter=Q(stage__in=OPEN_STAGES)),
            oldest=Min("stage_since", filter=Q(stage__in=OPEN_STAGES)),
        )
    }
    rows = []
    for order in orders:
        numbers = of_order.get(order.pk, {"new": 0, "open": 0, "oldest": None})
        way = show.link(pipelines.url_of(order.pk), order.title)
        if order.adviser_id != request.user.pk:
            way = show.with_tag(way, _("for %(name)s") % {"name": order.adviser}, "info")
        rows.append((way, order.company, numbers["new"], numbers["open"], show.day(numbers["oldest"])))
    heads = (_("position"), _("client"), _("new"), _("in progress"), _("longest in one stage since"))
    note = (
        show.link(reverse("admin:clients_joborder_changelist") + "?adviser=mine", _("All of them")) if is_more else ""
    )
    return Panel(_("My open orders"), heads, rows, _("You are responsible for no open order."), note)


def _new(request: HttpRequest, answering: list[int]) -> Panel:
    """Of one's own orders in one list; for whoever has none, of all. The longest waiting first: nobody is ranked."""
    found = Application.objects.visible_to(request.user).filter(stage=Stage.NEW)
    found = found.filter(job_order__adviser__in=answering) if answering else found
    found = found.select_related("candidate", "job_ad", "job_order").order_by("submitted_at", "pk")
    rows = [
        (show.link(reviewing.url_of(each.pk, Stage.NEW), each.candidate), each.position, show.day(each.submitted_at))
        for each in found[:MOST]
    ]
    everything = reverse("admin:candidates_application_changelist") + "?stage=new"
    note = show.link(everything, _("All new applications"))
    title = _("New applications for my orders") if answering else _("New applications")
    return Panel(title, (_("candidate"), _("position"), _("received")), rows, _("No new applications."), note)


admin.site.add_waiting(waiting)
admin.site.add_home(at_home)
