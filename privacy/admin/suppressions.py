"""Addresses that want no advertising: looked up by typing one, added for somebody who told us."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import suppressions
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.forms import AddressField
from privacy.models import Suppression
from privacy.queries.suppressions import digests_of


class StopForm(forms.ModelForm):
    email = AddressField(
        label=_("e-mail address"), max_length=254,
        help_text=_("Only a fingerprint of it is kept. It holds also when we do not know the address."),
    )  # fmt: skip

    class Meta:
        model = Suppression
        fields = ()


@admin.register(Suppression)
class SuppressionAdmin(WorkspaceAdmin):
    """Nobody is named here, and nobody can be found but by an address that is typed."""

    menu_order = 21
    list_display = ("fingerprint", "cause", "since")
    list_filter = ("cause",)
    ordering = ("-at", "id")
    search_fields = ("digest",)
    search_help_text = _("A whole e-mail address.")
    fields = ("cause", "at")

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        return (rows.filter(digest__in=digests_of(term)) if term.strip() else rows), False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = StopForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("email",) if obj is None else self.fields

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Suppression:
        suppressions.stop_for_address(email=data["email"], at=now())
        return Suppression.objects.get(digest=digests_of(data["email"])[0])

    @admin.display(description=_("fingerprint"))
    def fingerprint(self, row: Suppression) -> str:
        return row.digest[:12]

    @admin.display(description=_("since"), ordering="at")
    def since(self, row: Suppression) -> str:
        return show.day(row.at)
