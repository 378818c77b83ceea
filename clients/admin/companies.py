"""Clients."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clients.actions import answering, companies, register, relations, sub_units
from clients.admin import standing
from clients.admin.timeline import timeline_panel
from clients.choices import Heard
from clients.forms.companies import CompanyAddForm
from clients.models import Agreement, ClientCompany, ClientContact, JobOrder, SubUnit
from clients.registries import entity_register
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import AdviserFilter
from privacy.admin.show import Panel
from privacy.admin.steps import Step


class TroubleFilter(admin.SimpleListFilter):
    title = _("Enhetsregisteret")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("bankrupt, being dissolved or deleted"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        return rows.troubled() if self.value() else rows


def _look_up(request: HttpRequest, company: ClientCompany, data: dict[str, Any]) -> str:
    try:
        has_changed = register.look_up(company=company, register=entity_register(), by=request.user, at=now())
    except register.NoAnswer as none:
        return str(none.heard.label)
    return gettext("Looked up: something has changed.") if has_changed else gettext("Looked up: nothing has changed.")


def _fetch_sub_units(request: HttpRequest, company: ClientCompany, data: dict[str, Any]) -> str:
    answer = entity_register().sub_units(company.org_number)
    if answer.heard is not Heard.FOUND:
        return str(answer.heard.label)
    new = sub_units.take_in(company=company, units=answer.units, by=request.user, at=now())
    text = ngettext("%(count)d new sub-unit.", "%(count)d new sub-units.", new)
    return text % {"count": new}


def _end(request: HttpRequest, company: ClientCompany, data: dict[str, Any]) -> None:
    relations.end(company=company, by=request.user, at=now())


def _goes_on(company: ClientCompany) -> bool:
    return company.ended_at is None


@admin.register(ClientCompany)
class ClientCompanyAdmin(WorkspaceAdmin):
    menu_order = 10
    list_display = ("named", "org_number", "adviser", "open_orders")
    list_select_related = ("adviser", "register")
    list_filter = (TroubleFilter, AdviserFilter)
    search_fields = ("name", "=org_number")
    ordering = ("name", "id")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    refusals = {
        companies.AlreadyRegistered: _("A client with this organisation number is registered already."),
        companies.IsASubUnit: _("This is the number of a sub-unit of a client that is registered already."),
        answering.NotTheirs: _(
            "Another adviser answers for this client: only that colleague, or a manager, hands it over. Ask one of them."
        ),
    }
    steps = (
        Step(
            "look-up", _("Look up in Enhetsregisteret"), _look_up, "clients.change_clientcompany", _("Looked up."),
        ),
        Step(
            "sub-units", _("Fetch sub-units"), _fetch_sub_units, "clients.add_subunit", _("Fetched."),
        ),
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

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": CompanyAddForm}))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("org_number", "name", "form", "address", "privacy_statement_url", "adviser")
        written = ("org_number", "name", "privacy_statement_url", "adviser")
        return (*written, "ended_at", "ended_by") if obj.ended_at else written

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("org_number", "ended_at", "ended_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClientCompany]:
        rows = super().get_queryset(request).select_related("register")
        theirs = JobOrder.objects.is_open().filter(company=OuterRef("pk")).order_by().values("company")
        counted = theirs.annotate(count=Count("pk")).values("count")  # of the rows that are shown, not of all there are
        return rows.annotate(open_count=Coalesce(Subquery(counted), 0))

    def add(self, request: HttpRequest, data: dict[str, Any]) -> ClientCompany:
        heard, unit = data.pop("heard"), data.pop("unit")
        del data["form"], data["address"]
        is_looked_up = heard is Heard.FOUND
        company = companies.register(**data, unit=unit, is_looked_up=is_looked_up, by=request.user, at=now())
        if not is_looked_up:
            messages.warning(request, heard.label)
        _warn(request, company)
        return company

    def change(self, request: HttpRequest, row: ClientCompany, data: dict[str, Any]) -> None:
        companies.change(company=row, by=request.user, at=now(), **data)

    def panels(self, request: HttpRequest, row: ClientCompany) -> list[Panel]:
        linked = {"joborder": _orders, "clientcontact": _contacts, "agreement": _agreements, "subunit": _sub_units}
        seen = [panel(request, row) for name, panel in linked.items() if request.user.has_perm(f"clients.view_{name}")]
        return [standing.panel(row), *seen, timeline_panel(request, row), *super().panels(request, row)]

    @admin.display(description=_("name"), ordering="name")
    def named(self, company: ClientCompany) -> str:
        return standing.named(company)

    @admin.display(description=_("open orders"), ordering="open_count")
    def open_orders(self, company: ClientCompany) -> int:
        return company.open_count


def _warn(request: HttpRequest, company: ClientCompany) -> None:
    """What whoever registers it has to know, and has to do."""
    for words in standing.troubles(company):
        messages.warning(request, _("Enhetsregisteret says about this client: %(what)s.") % {"what": words})
    entry = standing.entry_of(company)
    if entry and entry.is_sole:
        messages.warning(
            request,
            _(
                "A sole proprietorship is a person, with every right of one. Tell the owner within a month: add the owner as "
                "contact person, then it is done by e-mail."
            ),
        )


def _orders(request: HttpRequest, company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_joborder_change", args=[order.pk]), order.title), order.adviser,
         show.day(order.opened_at), show.day(order.closed_at))
        for order in company.orders.select_related("adviser").order_by("-id")[:50]
    ]  # fmt: skip
    heads = (_("position"), _("adviser"), _("opened"), _("closed"))
    return Panel(_("Job orders"), heads, rows, _("No orders yet."), show.new(request, JobOrder, company=company.pk))


def _contacts(request: HttpRequest, company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_clientcontact_change", args=[contact.pk]), contact.name), contact.position,
         show.tag(_("ended")) if contact.ended_at else show.tag(_("in contact"), "success"))
        for contact in company.contacts.visible_to(request.user).order_by("name", "pk")[:50]
    ]  # fmt: skip
    heads, more = (_("name"), _("position"), _("state")), show.new(request, ClientContact, company=company.pk)
    return Panel(_("Contact persons"), heads, rows, _("No contact persons yet."), more)


def _agreements(request: HttpRequest, company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_agreement_change", args=[agreement.pk]), agreement.get_kind_display()),
         agreement.version, show.day(agreement.valid_from), show.day(agreement.valid_until))
        for agreement in company.agreements.order_by("-id")[:50]
    ]  # fmt: skip
    heads = (_("kind"), _("version"), _("valid from"), _("valid until"))
    more = show.new(request, Agreement, company=company.pk)
    return Panel(_("Agreements"), heads, rows, _("No agreement: an order cannot be opened."), more)


def _sub_units(request: HttpRequest, company: ClientCompany) -> Panel:
    rows = [
        (show.link(reverse("admin:clients_subunit_change", args=[unit.pk]), unit.name), unit.org_number,
         show.tag(_("we work for it"), "success") if unit.is_used else show.NOTHING, show.day(unit.closed_on))
        for unit in company.sub_units.visible_to(request.user).order_by("-is_used", "name", "pk")[:100]
    ]  # fmt: skip
    heads = (_("name"), _("organisation number"), _("state"), _("closed"))
    more = show.new(request, SubUnit, company=company.pk)
    return Panel(_("Sub-units"), heads, rows, _("None fetched or entered."), more)
