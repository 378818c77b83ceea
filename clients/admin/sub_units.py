"""Workplaces of clients that have a number of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.actions import sub_units
from clients.forms.companies import SubUnitForm
from clients.models import SubUnit
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.steps import Step


def _use(request: HttpRequest, unit: SubUnit, data: dict[str, Any]) -> None:
    sub_units.use(sub_unit=unit, is_used=True, by=request.user)


def _leave(request: HttpRequest, unit: SubUnit, data: dict[str, Any]) -> None:
    sub_units.use(sub_unit=unit, is_used=False, by=request.user)


def _is_free(unit: SubUnit) -> bool:
    return not unit.is_used and unit.closed_on is None


def _is_used(unit: SubUnit) -> bool:
    return unit.is_used


@admin.register(SubUnit)
class SubUnitAdmin(WorkspaceAdmin):
    menu_order = 16
    form = SubUnitForm
    list_display = ("name", "org_number", "company", "standing")
    list_select_related = ("company",)
    list_filter = ("is_used", ("closed_on", in_words(_("state"), empty=_("open"), filled=_("closed"))))
    search_fields = ("name", "=org_number", "company__name")
    ordering = ("name", "id")
    autocomplete_fields = ("company",)
    refusals = {sub_units.NumberTaken: _("A client or a sub-unit has this number already.")}
    steps = (
        Step(
            "use", _("We work for it"), _use, "clients.change_subunit", _("It can be chosen."), is_open=_is_free,
            tone="next", in_bulk=True,
        ),
        Step(
            "leave", _("We do not work for it"), _leave, "clients.change_subunit", _("It is left out."),
            is_open=_is_used, in_bulk=True,
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "org_number", "name", "address")
        return written if obj is None else (*written, "is_used", "closed_on", "looked_up_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> SubUnit:
        return sub_units.enter(
            company=data["company"], unit=data["unit"], is_looked_up=data["is_looked_up"], by=request.user, at=now()
        )

    @admin.display(description=_("state"))
    def standing(self, unit: SubUnit) -> str:
        if unit.closed_on:
            return show.tag(_("closed"), "warning")
        return show.tag(_("we work for it"), "success") if unit.is_used else show.NOTHING
