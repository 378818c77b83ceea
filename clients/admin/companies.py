"""Clients."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.actions import companies, relations
from clients.models import ClientCompany
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import AdviserFilter
from privacy.admin.show import Panel
from privacy.admin.steps import Step

IS_OPEN = Q(orders__opened_at__isnull=False, orders__closed_at=None)


def _end(request: HttpRequest, company: ClientCompany, data: dict[str, Any]) -> None:
    relations.end(company=company, by=request.user, at=now())


def _goes_on(company: ClientCompany) -> bool:
    return company.ended_at is None


@admin.register(ClientCompany)
class ClientCompanyAdmin(WorkspaceAdmin):
    menu_order = 10
    list_display = ("name", "org_number", "adviser", "open_orders")
    list_select_related = ("adviser",)
    list_filter = (AdviserFilter,)
    search_fields = ("name", "=org_number")
    ordering = ("name", "id")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    refusals = {
        companies.AlreadyRegistered: _("A client with this organisation number is registered already."),
    }

    steps = (
        Step(
            "end-relation", _("End the relation"), _end, "clients.change_clientcompany", _("The relation has ended."),
            question=_(
                "Its contact persons, agreements and mailings end now. What the law makes us keep is deleted when its "
                "time is over. A new contact person, agreement or order begins the relation again."
            ),
            is_open=_goes_on, tone="danger",
            refusals={
                relations.AlreadyEnded: _("The relation with this client ended before."),
                relations.OrderIsOpen: _("An order of this client is open: close it first."),
            },
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("org_number", "name", "privacy_statement_url", "adviser")
        return (*written, "ended_at", "ended_by") if obj and obj.ended_at else written

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("org_number", "ended_at", "ended_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClientCompany]:
        return super().get_queryset(request).annotate(open_count=Count("orders", filter=IS_OPEN))

    def add(self, request: HttpRequest, data: dict[str, Any]) -> ClientCompany:
        return companies.register(**data)

    def change(self, request: HttpRequest, row: ClientCompany, data: dict[str, Any]) -> None:
        companies.change(company=row, **data)

    def panels(self, request: HttpRequest, row: ClientCompany) -> list[Panel]:
        return [_orders(row), _contacts(request, row), _agreements(row)]

    @admin.display(description=_("open orders"), ordering="open_count")
    def open_orders(self, company: ClientCompany) -> int:
        return company.open_count


def _orders(company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_joborder_change", args=[order.pk]), order.title), order.adviser,
         show.day(order.opened_at), show.day(order.closed_at))
        for order in company.orders.select_related("adviser").order_by("-id")[:50]
    ]  # fmt: skip
    return Panel(_("Job orders"), (_("position"), _("adviser"), _("opened"), _("closed")), rows, _("No orders yet."))


def _contacts(request: HttpRequest, company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_clientcontact_change", args=[contact.pk]), contact.name), contact.position,
         show.tag(_("ended")) if contact.ended_at else show.tag(_("in contact"), "success"))
        for contact in company.contacts.visible_to(request.user).order_by("name", "pk")[:50]
    ]  # fmt: skip
    return Panel(_("Contact persons"), (_("name"), _("position"), _("state")), rows, _("No contact persons yet."))


def _agreements(company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_agreement_change", args=[agreement.pk]), agreement.get_kind_display()),
         agreement.version, show.day(agreement.valid_from), show.day(agreement.valid_until))
        for agreement in company.agreements.order_by("-id")[:50]
    ]  # fmt: skip
    heads = (_("kind"), _("version"), _("valid from"), _("valid until"))
    return Panel(_("Agreements"), heads, rows, _("No agreement: an order cannot be opened."))
