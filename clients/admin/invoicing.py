"""How clients are invoiced: finance and the manager."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import companies
from clients.models import InvoiceProfile
from privacy.admin.base import WorkspaceAdmin

ONE = _("This client has an invoice profile already: change that one.")


@admin.register(InvoiceProfile)
class InvoiceProfileAdmin(WorkspaceAdmin):
    menu_order = 35
    list_display = ("company", "channel", "reference", "payment_days")
    list_select_related = ("company",)
    list_filter = ("channel",)
    search_fields = ("company__name", "=company__org_number")
    ordering = ("company__name", "company")
    autocomplete_fields = ("company",)
    fields = ("company", "channel", "invoice_address", "reference", "payment_days")
    refusals = {companies.AlreadyRegistered: ONE}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("company",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "company":
            kwargs["error_messages"] = {"unique": ONE}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> InvoiceProfile:
        return companies.add_invoicing(**data)

    def change(self, request: HttpRequest, row: InvoiceProfile, data: dict[str, Any]) -> None:
        companies.change_invoicing(profile=row, **data)
