"""Job orders: opened on an agreement, closed with their ads."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from clients.actions import answering, orders
from clients.admin import checks, closing, course, fact_sheets, opening, prepayments, standing
from clients.forms.orders import NOT_THEIR_SUB_UNIT, JobOrderForm
from clients.models import JobAd, JobOrder, OrderTerms
from clients.queries.orders import unadvertised
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import AdviserFilter
from privacy.admin.show import Panel
from privacy.admin.steps import Step

REFUSALS: dict[type[Exception], Any] = {
    orders.NoAgreement: _("No signed agreement with this client is in force today: sign one first."),
    orders.NotTheirSubUnit: NOT_THEIR_SUB_UNIT,
    answering.NotTheirs: _(
        "Another adviser answers for this order: only that colleague, or a manager, hands it over. Ask one of them."
    ),
    orders.AlreadyOpen: _(
        "This order was opened before, and keeps the terms of that day. Other terms take a new order, on the next version "
        "of the agreement."
    ),
    orders.NotOpen: _("This order is not open. One that was closed stays closed: more work takes a new order."),
    orders.Unanswered: _("Somebody who applied waits for an answer. Answer each of them first: Close shows who it is."),
    orders.StillHiredOut: _(
        "Somebody is hired out on this order, or is going to be. End or drop the assignment first; it stands on the order's page."
    ),
    orders.WaitsForPrepayment: _(
        "A colleague decided that it is paid for first: it opens when finance has marked it paid."
    ),
}


def _open(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    orders.open(order=order, by=request.user, at=now())


def _close(request: HttpRequest, order: JobOrder, data: dict[str, Any]) -> None:
    orders.close(order=order, by=request.user, at=now())


def _before_opening(order: JobOrder) -> dict[str, Any]:
    """What speaks against opening it, read before the button is pressed."""
    return {"panels": opening.panels(order)}


def _is_new(order: JobOrder) -> bool:
    return order.opened_at is None


def _is_open(order: JobOrder) -> bool:
    return order.is_open


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    wanted = {
        "open": {"opened_at__isnull": False, "closed_at": None},
        "new": {"opened_at": None},
        "closed": {"closed_at__isnull": False},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("open")), ("new", _("not opened")), ("closed", _("closed")),
            ("unadvertised", _("client asked to be erased, ad to be written anew")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        if self.value() == "unadvertised":
            return rows.filter(pk__in=unadvertised().values("pk"))
        return rows.filter(**self.wanted.get(self.value(), {}))


@admin.register(JobOrder)
class JobOrderAdmin(WorkspaceAdmin):
    menu_order = 5
    list_display = ("title", "client", "kind", "adviser", "standing", "opened")
    list_select_related = ("company__register", "adviser", "prepayment")
    list_filter = (StateFilter, "kind", AdviserFilter)
    search_fields = ("title", "company__name")
    ordering = ("-id",)
    autocomplete_fields = ("company", "sub_unit")
    form = JobOrderForm
    refusals = REFUSALS
    steps = (
        Step(
            "open", _("Open"), _open, "clients.change_joborder", _("The order is open."), is_open=_is_new,
            closed=REFUSALS[orders.AlreadyOpen], refusals=REFUSALS, tone="next", preview=_before_opening,
        ),
        Step(
            "close", _("Close"), _close, "clients.change_joborder", _("Closed; its ads are off the site."),
            question=_(
                "An order that is closed stays closed. Its ads leave the site, its presentations can no longer be read, "
                "interviews ahead are called off, and what referees said and what is noted of checks is deleted at once. "
                "Data given for this position only are deleted three months from now."
            ),
            is_open=_is_open, closed=REFUSALS[orders.NotOpen], refusals=REFUSALS, tone="danger",
            preview=closing.before_closing,
        ),
        prepayments.ASK,
        fact_sheets.WRITE,
        *checks.STEPS,
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "sub_unit", "kind", "title", "adviser")
        return written if obj is None else (*written, "agreement", "opened_at", "closed_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("company", "kind", "agreement", "opened_at", "closed_at")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"adviser": request.user.pk} | super().get_changeform_initial_data(request)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> JobOrder:
        return orders.register(at=now(), **data)

    def change(self, request: HttpRequest, row: JobOrder, data: dict[str, Any]) -> None:
        orders.change(order=row, by=request.user, **data)

    def panels(self, request: HttpRequest, row: JobOrder) -> list[Panel]:
        ads = [
            (show.page_of(request, ad, ad.title), show.day(ad.published_at),
             show.day(ad.deadline), show.day(ad.closed_at))
            for ad in row.ads.order_by("-created_at", "pk")[:50]
        ]  # fmt: skip
        heads = (_("title"), _("published"), _("apply by"), _("closed"))
        return [
            *opening.panels(row),
            *course.panels(request, row),
            _terms(row),
            fact_sheets.panel(row),
            Panel(_("Job ads"), heads, ads, _("No ads yet."), show.new(request, JobAd, order=row.pk)),
            *super().panels(request, row),
        ]

    @admin.display(description=_("state"))
    def standing(self, order: JobOrder) -> str:
        if order.closed_at:
            return show.tag(_("closed"))
        if order.opened_at:
            return show.tag(_("open"), "success")
        return show.tag(_("waits for prepayment") if opening.waits(order) else _("not opened"), "warning")

    @admin.display(description=_("client"), ordering="company__name")
    def client(self, order: JobOrder) -> str:
        return standing.named(order.company)

    @admin.display(description=_("opened"), ordering="opened_at")
    def opened(self, order: JobOrder) -> str:
        return show.day(order.opened_at)


def _terms(order: JobOrder) -> Panel:
    """What it was opened on, whatever is agreed later."""
    terms = OrderTerms.objects.filter(order=order).first()
    rows = []
    if terms:
        fee = (
            f"{floatformat(terms.fee, '-2g')} {terms.get_fee_model_display()}"
            if terms.fee is not None
            else show.NOTHING
        )
        exclusive = _("yes") if terms.is_exclusive else _("no")
        rows = [
            (
                fee,
                terms.guarantee_months,
                terms.notice_days,
                exclusive,
                terms.prepayment_percent,
                terms.get_data_roles_display(),
            )
        ]
    heads = (
        _("fee"), _("guarantee, months"), _("notice, days"), _("only we search"), _("paid in advance, percent"),
        _("who answers for shared data"),
    )  # fmt: skip
    return Panel(_("Terms"), heads, rows, _("The order has no terms before it is opened."))
