"""Stand-ins: each for oneself, the manager for anybody."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import stand_ins
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.steps import Step
from privacy.models import StandIn

REFUSALS: dict[type[Exception], Any] = {
    stand_ins.Overlaps: _("Somebody stands in on one of these days already: end that first."),
    stand_ins.NotYours: _("You find a stand-in for yourself; the manager does for anybody."),
}


def _take_back(request: HttpRequest, row: StandIn, data: dict[str, Any]) -> None:
    stand_ins.take_back(stand_in=row, by=request.user)


@admin.register(StandIn)
class StandInAdmin(WorkspaceAdmin):
    menu_order = 46
    list_display = ("account", "stand_in", "first", "last")
    list_select_related = ("account", "stand_in")
    ordering = ("-until", "-id")
    refusals = REFUSALS
    steps = (
        Step("end", _("End it"), _take_back, "privacy.delete_standin", _("Ended."), form=forms.Form, refusals=REFUSALS,
             question=_("From now on the colleague has the work again."), leaves=True),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        typed = ("account", "stand_in", "since", "until")
        return (*typed, "given_by", "given_at") if obj else typed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"account": request.user.pk}

    def add(self, request: HttpRequest, data: dict[str, Any]) -> StandIn:
        return stand_ins.give(by=request.user, at=now(), **data)

    @admin.display(description=_("from"), ordering="since")
    def first(self, row: StandIn) -> str:
        return show.day(row.since)

    @admin.display(description=_("last day"), ordering="until")
    def last(self, row: StandIn) -> str:
        return show.with_tag(show.day(row.until), _("now"), "info") if _is_running(row) else show.day(row.until)


def _is_running(row: StandIn) -> bool:
    return row.since <= timezone.localdate() <= row.until
