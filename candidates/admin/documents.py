"""Documents: read about here, opened only through the page that checks and records it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.actions import documents
from candidates.choices import DocumentState
from candidates.models import Document
from privacy.admin import show
from privacy.admin.base import PersonAdmin
from privacy.admin.show import Panel

COLORS = {
    DocumentState.CLEAN: "success",
    DocumentState.UNSCANNED: "warning",
    DocumentState.INFECTED: "danger",
    DocumentState.ERROR: "warning",
}
WARNING = _("Not scanned for viruses: open it with care, and do not pass it on.")


def state_tag(document: Document) -> str:
    state = DocumentState(document.state)
    return show.tag(state.label, COLORS.get(state, "info"))


def opener(document: Document) -> Any:
    """The link that opens the file, or nothing when nobody may."""
    return show.link(reverse("document", args=[document.pk]), document.original_name) if document.is_openable else "–"


def documents_panel(found: Iterable[Document]) -> Panel:
    rows = [
        (capfirst(document.get_kind_display()), opener(document), filesizeformat(document.size), state_tag(document),
         show.day(document.uploaded_at), show.link(reverse("admin:candidates_document_change", args=[document.pk]), _("Text")))
        for document in found
    ]  # fmt: skip
    unscanned = any(document.state == DocumentState.UNSCANNED for document in found)
    heads = (_("kind"), pgettext_lazy("to open a file", "open"), _("size"), _("scan"), _("received"), _("read"))
    return Panel(_("Documents"), heads, rows, _("No documents."), WARNING if unscanned else "")


@admin.register(Document)
class DocumentAdmin(PersonAdmin):
    menu_order = 30
    activity = documents.ACTIVITY
    list_display = ("original_name", "candidate", "kind", "scan", "text_state", "received")
    list_filter = ("state",)
    ordering = ("-uploaded_at", "id")
    fields = ("candidate", "kind", "opened_here", "how_large", "scan", "received", "what_it_says")
    readonly_fields = ("opened_here", "how_large", "scan", "received", "what_it_says")

    def subject_of(self, row: Document) -> Any:
        return row.candidate.subject_id

    def get_queryset(self, request: HttpRequest) -> Any:
        """Lists do without the texts: a page of them would be megabytes."""
        return super().get_queryset(request).select_related("candidate").defer("text", "search")

    @admin.display(description=_("file"))
    def opened_here(self, document: Document) -> Any:
        return opener(document)

    @admin.display(description=_("size"))
    def how_large(self, document: Document) -> str:
        return filesizeformat(document.size)

    @admin.display(description=_("scan"), ordering="state")
    def scan(self, document: Document) -> str:
        return state_tag(document)

    @admin.display(description=_("received"), ordering="uploaded_at")
    def received(self, document: Document) -> str:
        return show.moment(document.uploaded_at)

    @admin.display(description=_("text"))
    def what_it_says(self, document: Document) -> Any:
        return document.text if document.is_openable and document.text else document.get_text_state_display()
