"""Enquiries from companies: answered, handed over, closed, or made a client with an order."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clients.actions import companies, enquiries, register
from clients.choices import EnquiryOutcome, OrderKind
from clients.forms import capitalised
from clients.forms.enquiries import OrgNumberField
from clients.models import ClientCompany, Enquiry
from clients.queries.enquiries import client_of, overdue
from clients.registries import entity_register
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import staff
from privacy.admin.paginator import CAP
from privacy.admin.people import named_by, root_of, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step

CHANGE = "clients.change_enquiry"
REFUSALS: dict[type[Exception], Any] = {
    companies.IsASubUnit: _("This is the number of a sub-unit of a client that is registered already."),
    enquiries.AlreadyClosed: _(
        "This enquiry was closed before, and stays as it is. If they ask again, register a new order."
    ),
    enquiries.NoReason: _("Say what became of it, and why."),
}


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(staff(), label=_("New owner"))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), widget=forms.Textarea,
        help_text=_("Sent by e-mail as it stands here. The enquiry stays open until it is an order or closed."),
    )  # fmt: skip


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=EnquiryOutcome.without_an_order())
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, max_length=2000,
        help_text=_("Read by colleagues, and by the person on asking for access."),
    )  # fmt: skip


class ConvertForm(forms.Form):
    org_number = OrgNumberField(help_text=_("A client we have under this number is used as it is."))
    company_name = forms.CharField(label=_("Company"), max_length=200, help_text=_("For a client that is new here."))
    title = forms.CharField(label=_("Position"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=capitalised(OrderKind))
    adviser = forms.ModelChoiceField(staff(), label=_("Responsible adviser"))


def _answer(request: HttpRequest, enquiry: Enquiry, data: dict[str, Any]) -> None:
    enquiries.answer(enquiry=enquiry, by=request.user, at=now(), **data)


def _assign(request: HttpRequest, enquiry: Enquiry, data: dict[str, Any]) -> None:
    enquiries.assign(enquiry=enquiry, by=request.user, at=now(), **data)


def _close(request: HttpRequest, enquiry: Enquiry, data: dict[str, Any]) -> None:
    enquiries.close(enquiry=enquiry, by=request.user, at=now(), **data)


def _convert(request: HttpRequest, enquiry: Enquiry, data: dict[str, Any]) -> str:
    order = enquiries.convert(enquiry=enquiry, by=request.user, at=now(), **data)
    with suppress(register.NoAnswer):  # then the weekly look-up says whether the client is a person
        register.look_up(company=order.company, register=entity_register(), by=request.user, at=now())
    where = show.link(reverse("admin:clients_joborder_change", args=[order.pk]), order)
    return format_html("{} {}", _("Registered, and the contact person can follow it. Go on with the order:"), where)


def _is_open(enquiry: Enquiry) -> bool:
    return enquiry.closed_at is None


def _begin(enquiry: Enquiry) -> dict[str, Any]:
    known = {name: getattr(enquiry, name) for name in ("org_number", "company_name", "kind")}
    return known | {"adviser": enquiry.owner_id}


def _known_clients(enquiry: Enquiry) -> dict[str, Any]:
    """The client with this number, or those of the same name: nobody registers one twice."""
    client = client_of(enquiry)
    named = ClientCompany.objects.filter(name__icontains=enquiry.company_name.removesuffix(" AS")).order_by("name")[:10]
    rows = [
        (show.link(each.get_absolute_url(), each.name), each.org_number, each.adviser or show.NOTHING)
        for each in ([client] if client else named)
    ]
    heads = (_("client"), _("organisation number"), _("adviser"))
    return {"panels": [Panel(_("Clients we have already"), heads, rows, _("None of this number or name."))]}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("waiting")), ("mine", _("waiting for me")), ("overdue", _("overdue")), ("closed", _("closed")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        wanted = {
            "open": {"closed_at": None},
            "mine": {"closed_at": None, "owner": request.user},
            "overdue": {"closed_at": None, "due_on__lt": timezone.localdate()},
            "closed": {"closed_at__isnull": False},
        }
        return rows.filter(**wanted.get(self.value(), {}))


@admin.register(Enquiry)
class EnquiryAdmin(PersonAdmin):
    menu_order = 3
    activity = enquiries.ACTIVITY
    list_display = ("number_of", "company_name", "kind", "owner", "received", "next_by")
    list_filter = (StateFilter, "kind")
    list_select_related = ("owner",)
    ordering = ("due_on", "id")
    search_fields = ("company_name", "=org_number", "name", "email")
    fieldsets = (
        (None, {"fields": ("company_name", "org_number", "kind", "needs", "headcount", "wanted_from")}),
        (_("Who asks"), {"fields": ("name", "email", "phone", "language")}),
        (
            _("How it is dealt with"),
            {
                "fields": (
                    "owner",
                    "received_at",
                    "due_on",
                    "answer",
                    "answered_at",
                    "outcome",
                    "reason",
                    "order",
                    "closed_at",
                )
            },
        ),
    )
    steps = (
        Step(
            "convert", _("Make it a client and an order"), _convert, CHANGE, _("Registered."), form=ConvertForm,
            question=_("Makes the client, the contact person and an order. The order is opened when an agreement is in force."),
            is_open=_is_open, refusals=REFUSALS, initial=_begin, preview=_known_clients, tone="next",
        ),
        Step(
            "answer", _("Answer"), _answer, CHANGE, _("The answer is on its way."), form=AnswerForm, is_open=_is_open,
            refusals=REFUSALS,
        ),
        Step(
            "assign", _("Hand over"), _assign, CHANGE, _("Handed over."), form=AssignForm, is_open=_is_open,
            refusals=REFUSALS, in_bulk=True,
        ),
        Step(
            "close", _("Close without an order"), _close, CHANGE, _("Closed: the storage time begins."), form=CloseForm,
            is_open=_is_open, refusals=REFUSALS, tone="danger",
        ),
    )  # fmt: skip

    def panels(self, request: HttpRequest, row: Enquiry) -> list[Panel]:
        return [storage_panel(root_of(row)), trail_panel(root_of(row))]

    @admin.display(description=_("number"), ordering="pk")
    def number_of(self, enquiry: Enquiry) -> str:
        return enquiry.number

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, enquiry: Enquiry) -> str:
        return show.day(enquiry.received_at)

    @admin.display(description=_("next step by"), ordering="due_on")
    def next_by(self, enquiry: Enquiry) -> str:
        if enquiry.closed_at:
            won = enquiry.outcome == EnquiryOutcome.CONVERTED
            return show.tag(enquiry.get_outcome_display(), "success" if won else "neutral")
        return show.tag(_("overdue"), "danger") if enquiry.due_on < timezone.localdate() else show.day(enquiry.due_on)


def waiting(request: HttpRequest) -> list[Waiting]:
    if not request.user.has_perm(CHANGE):
        return []
    seen = Enquiry.objects.visible_to(request.user)
    mine = seen.filter(owner=request.user, closed_at=None)
    late = overdue(timezone.localdate()).visible_to(request.user)
    where = reverse("admin:clients_enquiry_changelist")
    return [
        Waiting(_("enquiries from companies wait for you"), mine[:CAP].count(), f"{where}?state=mine"),
        Waiting(_("enquiries from companies are overdue"), late[:CAP].count(), f"{where}?state=overdue", "danger"),
    ]


admin.site.add_names(named_by(Enquiry))
admin.site.add_waiting(waiting)
