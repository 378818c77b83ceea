"""A client's history: short lines, some by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.actions import timeline
from clients.choices import TimelineKind
from clients.models import ClientCompany, TimelineEntry
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.show import Panel

SHOWN = 30


@admin.register(TimelineEntry)
class TimelineEntryAdmin(WorkspaceAdmin):
    menu_order = 25
    list_display = ("day", "company", "kind", "text", "by")
    list_display_links = ("text",)
    list_select_related = ("company", "by")
    list_filter = ("kind",)
    search_fields = ("company__name", "=company__org_number")
    ordering = ("-at", "-id")
    autocomplete_fields = ("company",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "kind", "text")
        return written if obj is None else (*written, "at", "by")

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """By hand only what a person can know; the rest is written by what is done."""
        kwargs["choices"] = [("", "–"), *((kind.value, capfirst(kind.label)) for kind in TimelineKind.by_hand())]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> TimelineEntry:
        return timeline.write(by=request.user, at=now(), **data)

    @admin.display(description=_("when"), ordering="at")
    def day(self, entry: TimelineEntry) -> str:
        return show.day(entry.at)


def timeline_panel(request: HttpRequest, company: ClientCompany) -> Panel:
    """What may be read of it, the newest first."""
    if not request.user.has_perm("clients.view_timelineentry"):
        return Panel(_("History"), (), [], _("Your role does not read it."))
    rows = [
        (show.day(entry.at), capfirst(entry.get_kind_display()), entry.text, entry.by or show.NOTHING)
        for entry in company.timeline.visible_to(request.user).newest_first().select_related("by")[:SHOWN]
    ]
    heads = (_("when"), _("what about"), _("in a sentence"), _("by"))
    note = format_html(
        "{} {}",
        _("Each line is deleted when its storage time is over."),
        show.new(request, TimelineEntry, company=company.pk),
    )
    return Panel(_("History"), heads, rows, _("Nothing yet."), note)
