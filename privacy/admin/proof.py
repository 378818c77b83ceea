"""What proves what was done: trail, consents, erasures. Read only."""

import uuid
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin
from privacy.choices import ErasureCause
from privacy.models import ConsentEvent, Erasure, FileTombstone, TrailEntry


class ByPerson(WorkspaceAdmin):
    """Found by a person's number only: there is nothing else in these rows to find anyone by."""

    search_fields = ("subject_uuid",)
    search_help_text = _("A person's number, from the candidate's page.")
    ordering = ("-id",)

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        try:
            return (rows.filter(subject_uuid=uuid.UUID(term.strip())) if term else rows), False
        except ValueError:
            return rows.none(), False

    @admin.display(description=_("at"), ordering="id")
    def when(self, row: Any) -> str:
        return show.moment(row.at)


@admin.register(TrailEntry)
class TrailEntryAdmin(ByPerson):
    menu_order = 80
    list_display = ("when", "verb", "role", "activity", "object_label", "which_fields", "subject_uuid")

    @admin.display(description=_("fields"))
    def which_fields(self, entry: TrailEntry) -> str:
        return ", ".join(entry.fields)


@admin.register(ConsentEvent)
class ConsentEventAdmin(ByPerson):
    menu_order = 81
    list_display = ("when", "purpose", "action", "notice", "channel", "subject_uuid")
    list_select_related = ("notice",)


@admin.register(Erasure)
class ErasureAdmin(ByPerson):
    menu_order = 62
    list_display = ("when", "why", "scope", "rows_gone", "subject_uuid")
    list_filter = ("cause",)

    @admin.display(description=_("cause"))
    def why(self, erasure: Erasure) -> str:
        return show.tag(ErasureCause(erasure.cause).label, "info")

    @admin.display(description=_("rows"))
    def rows_gone(self, erasure: Erasure) -> int:
        return sum(erasure.counts.values())


@admin.register(FileTombstone)
class FileTombstoneAdmin(WorkspaceAdmin):
    menu_order = 63
    list_display = ("created_at", "attempts", "next_at", "last_error")
    ordering = ("id",)
    exclude = ("name",)
