"""Agreements with clients: signed once, never changed, followed by the next version."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import companies
from clients.models import Agreement
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now


@admin.register(Agreement)
class AgreementAdmin(WorkspaceAdmin):
    menu_order = 30
    list_display = ("company", "kind", "version", "begins", "ends", "standing")
    list_select_related = ("company",)
    list_filter = ("kind",)
    search_fields = ("company__name",)
    ordering = ("-id",)
    autocomplete_fields = ("company",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "kind", "terms", "valid_from", "valid_until")
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
