"""Making a client copy: the pages as pictures, what to cover beside them, and what came of it to look at before it is used."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import registries
from candidates.actions import client_copies, documents
from candidates.admin.page_pictures import MOST_SHOWN, can_be_drawn, drawn
from candidates.forms.client_copies import CoverForm
from candidates.models import ClientCopy, Document
from candidates.queries import presentation_papers as papers
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH

MAY = "candidates.change_presentation"
REFUSALS: dict[type[Exception], Any] = {
    client_copies.NotReady: gettext_lazy("The document is not scanned and read yet. Wait a minute, and try again."),
    client_copies.CannotBeMade: gettext_lazy(
        "No copy could be made: the file is no PDF or picture, every page is left out, or it has more than sixty pages."
    ),
    client_copies.HoldsNumber: gettext_lazy("A national identity number can still be read in the copy. Cover it."),
    client_copies.IsShown: gettext_lazy("The copy is in a presentation, and goes when the document goes."),
    **OUT_OF_REACH,
}


def page(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Document.objects.visible_to(request.user).select_related("candidate").defer("text", "search")
    document = get_object_or_404(rows, pk=pk)
    form = CoverForm(request.POST if request.method == "POST" else None)
    if "remove" in request.POST:
        return _removed(request, document)
    if form.is_bound and form.is_valid():
        made = _made(request, document, form)
        if made:
            return redirect(f"{url_of(document)}?copy={made.pk}")
    shown = _chosen(document, request.GET.get("copy", ""))
    copies = document.client_copies.select_related("made_by").order_by("-made_at", "pk")
    context = {
        "title": _("Client copy"), "subtitle": str(document), "document": document, "form": form, "copies": copies,
        "shown": shown, "pictures": _pictures(request, document, shown), "most": MOST_SHOWN,
        "back": reverse("admin:candidates_document_change", args=[document.pk]), "is_possible": can_be_drawn(document),
    }  # fmt: skip
    return TemplateResponse(request, "admin/client_copy.html", site.each_context(request) | context)


def _chosen(document: Document, key: str) -> ClientCopy | None:
    try:
        return document.client_copies.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _pictures(request: HttpRequest, document: Document, copy: ClientCopy | None) -> list[str]:
    """What is seen of the pages; whoever looks at them has opened the file, and the history says so first."""
    if not can_be_drawn(document):
        return []
    found = drawn(copy.file, papers.PDF) if copy else drawn(document.file, document.content_type)
    if found:
        documents.record_opening(document=document, by=request.user, at=now())
    return found


def _made(request: HttpRequest, document: Document, form: CoverForm) -> ClientCopy | None:
    paper = registries.outside().paper
    try:
        copy, missing = client_copies.make(
            document=document, paper=paper, by=request.user, at=now(), **form.cleaned_data
        )
    except tuple(REFUSALS) as error:
        form.add_error(None, _sentence(error))
        return None
    messages.success(request, _("The copy is made. Look at every page before you show it to anybody."))
    if missing:
        said = _("Found nowhere, so nothing was covered for it: %(words)s") % {"words": ", ".join(missing)}
        messages.warning(request, said)
    return copy


def _removed(request: HttpRequest, document: Document) -> HttpResponse:
    copy = _chosen(document, request.POST["remove"])
    try:
        if copy:
            client_copies.remove(copy=copy, by=request.user, at=now())
        messages.success(request, _("The copy is removed."))
    except (client_copies.IsShown, PersonIsGone, IsRestricted) as error:
        messages.error(request, _sentence(error))
    return redirect(url_of(document))


def _sentence(error: Exception) -> str:
    return str(next(text for kind, text in REFUSALS.items() if isinstance(error, kind)))


def url_of(document: Document) -> str:
    return reverse("admin:client_copy", args=[document.pk])


def panel(request: HttpRequest, document: Document) -> list[Panel]:
    """Beneath a document: its copies, and where one is made."""
    if not request.user.has_perm(MAY):
        return []
    rows = [
        (show.link(f"{url_of(document)}?copy={each.pk}", show.plain_day(each.made_at)), each.made_by, each.pages)
        for each in document.client_copies.select_related("made_by").order_by("-made_at", "pk")[:20]
    ]
    if can_be_drawn(document):
        rows.append((show.link(url_of(document), _("Make a client copy")), "", ""))
    note = _("A national identity number stands in this document: it is shown to no client as it is.")
    heads = (_("made"), _("by"), _("pages"))
    return [Panel(_("Client copies"), heads, rows, _("None."), note=note if document.holds_number else "")]


admin.site.add_page(
    Page("client_copy", gettext_lazy("Client copy"), "candidates", MAY, page, "documents/<uuid:pk>/client-copy/")
)
admin.site.add_panels(Document, panel)
