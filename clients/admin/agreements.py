"""Agreements with clients: signed once, never changed, followed by the next version."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import companies
from clients.models import Agreement
from clients.models.terms import TERMS
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.steps import Step


class EndForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=AdminDateWidget, initial=timezone.localdate)


def _end(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    companies.end_agreement(agreement=agreement, at=now(), **data)


def _goes_on(agreement: Agreement) -> bool:
    return agreement.valid_until is None or agreement.valid_until >= timezone.localdate()


@admin.register(Agreement)
class AgreementAdmin(WorkspaceAdmin):
    menu_order = 30
    list_display = ("company", "kind", "version", "begins", "ends", "standing")
    list_select_related = ("company",)
    list_filter = ("kind",)
    search_fields = ("company__name",)
    ordering = ("-id",)
    autocomplete_fields = ("company",)

    steps = (
        Step(
            "end", _("End the agreement"), _end, "clients.change_agreement", _("No order is opened on it after that day."),
            form=EndForm, is_open=_goes_on,
            refusals={companies.EndsTooEarly: _("The last day is today or later, and not before the agreement begins.")},
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "kind", *TERMS, "terms", "valid_from", "valid_until")
        return written if obj is None else (*written, "version", "signed_by", "signed_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Agreement:
        return companies.sign(by=request.user, at=now(), **data)

    @admin.display(description=_("valid from"), ordering="valid_from")
    def begins(self, agreement: Agreement) -> str:
        return show.day(agreement.valid_from)

    @admin.display(description=_("valid until"), ordering="valid_until")
    def ends(self, agreement: Agreement) -> str:
        return show.day(agreement.valid_until)

    @admin.display(description=_("state"))
    def standing(self, agreement: Agreement) -> str:
        today = timezone.localdate()
        if agreement.valid_until and agreement.valid_until < today:
            return show.tag(_("expired"), "warning")
        return show.tag(_("in force"), "success") if agreement.signed_at else show.tag(_("not signed"), "danger")
