"""Reading through the applications of a stage: the CV beside the application, decided with a key, the next one at once."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.actions import applications, documents
from candidates.admin import batches, pipelines, stages
from candidates.admin.documents import WARNING
from candidates.admin.page_pictures import MOST_SHOWN, can_be_drawn, drawn
from candidates.choices import MOVES, DocumentKind, DocumentState, Stage
from candidates.models import Application, Document
from candidates.queries import board
from privacy.admin.base import now
from privacy.admin.site import Page, WorkspaceSite

PAGES = "pages"  # as pictures; else as text
READ_HERE = (DocumentKind.CV, DocumentKind.COVER_LETTER)  # the others are a press away


def review(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Application.objects.visible_to(request.user)
    application = get_object_or_404(rows.select_related("candidate__adviser", "job_ad", "job_order__company"), pk=pk)
    asked, look = request.GET.get("stage", ""), request.GET.get("look", "")
    stage = asked if asked in Stage.values else application.stage
    place = board.place_of(application, stage, reader=request.user)
    if request.method == "POST":
        return _decided(site, request, application, stage, place)
    context = {
        "title": str(application.candidate), "subtitle": application.position, "application": application,
        "stage": Stage(stage), "place": place, "may": request.user.has_perm(stages.MAY), "moves": _moves(application),
        "back": _back(application, stage), "warning": WARNING, "number": place.earlier + 1,
        "is_here": application.stage == stage, "is_drawn": look == PAGES, "look": f"&look={PAGES}" if look == PAGES else "",
        **_read(request, application, is_drawn=look == PAGES),
    }  # fmt: skip
    return TemplateResponse(request, "admin/review_application.html", site.each_context(request) | context)


def _read(request: HttpRequest, application: Application, *, is_drawn: bool) -> dict[str, Any]:
    """What is shown of the files, and what else there is. Each that is shown is a file opened: in the trail before it is."""
    applications.record_view(application=application, by=request.user, at=now())
    found = list(Document.objects.visible_to(request.user).filter(applications=application).order_by("kind", "pk"))
    shown = [each for each in found if each.kind in READ_HERE and each.is_openable]
    drawable = [each for each in shown if can_be_drawn(each)]
    read = [each for each in shown if each.text or (is_drawn and each in drawable)]
    for document in read:
        document.candidate = application.candidate
        documents.record_opening(document=document, by=request.user, at=now())
    kept = application.notes.visible_to(request.user).select_related("written_by").order_by("-written_at", "-pk")
    return {
        "answers": application.answers.visible_to(request.user).order_by("question__written_at", "pk"),
        "notes": kept[:20],
        "interviews": application.interviews.visible_to(request.user)
        .select_related("led_by")
        .order_by("-made_at", "-pk")[:10],
        "read": [
            (each, drawn(each.file, each.content_type) if is_drawn and each in drawable else [])
            for each in sorted(read, key=lambda document: READ_HERE.index(DocumentKind(document.kind)))
        ],
        "can_be_drawn": bool(drawable),
        "most": MOST_SHOWN,
        "others": [document for document in found if document not in read],
        "is_unscanned": any(document.state == DocumentState.UNSCANNED for document in found),
    }


def _moves(application: Application) -> list[tuple[Stage, Any, int]]:
    """Where it may go, with the key: the number of the stage in the pipeline."""
    keys = {stage: number for number, stage in enumerate(stages.LABELS, 1)}
    return [(stage, stages.LABELS[stage], keys[stage]) for stage in MOVES[Stage(application.stage)]]


def _decided(
    site: WorkspaceSite, request: HttpRequest, application: Application, stage: str, place: board.Place
) -> HttpResponse:
    """Moved, and on to the next; a no asks for its reason first."""
    if not request.user.has_perm(stages.MAY):
        raise PermissionDenied
    to, onward = request.POST.get("to", ""), _onward(application, stage, place, request.GET.get("look", ""))
    if to == "reject":
        return batches.ask(site, request, "reject", [application], onward, leave=request.get_full_path())
    if to not in stages.LABELS:
        messages.error(request, _("Choose what to do with them."))
        return redirect(request.get_full_path())
    if not pipelines.move(request, [application], Stage(to)):
        return redirect(request.get_full_path())
    if place.after is None and place.before is None:
        messages.info(request, _("That was the last one in this stage."))
    return redirect(onward)


def _onward(application: Application, stage: str, place: board.Place, look: str) -> str:
    """The next in the stage; after the last one those passed over, then the pipeline."""
    following = place.after or place.before
    kept = f"&look={PAGES}" if look == PAGES else ""
    return url_of(following, stage) + kept if following else _back(application, stage)


def _back(application: Application, stage: str) -> str:
    if application.job_order_id:
        return pipelines.url_of(application.job_order_id)
    return reverse("admin:candidates_application_changelist") + f"?order=none&stage={stage}"


def url_of(pk: uuid.UUID, stage: str = "") -> str:
    address = reverse("admin:review_application", args=[pk])
    return f"{address}?stage={stage}" if stage else address


admin.site.add_page(
    Page("review_application", gettext_lazy("Read the application"), "candidates", pipelines.VIEW, review, "applications/<uuid:pk>/read/")
)  # fmt: skip
