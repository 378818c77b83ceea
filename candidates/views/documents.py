"""Documents: the own list, and the one door through which a stored file is read."""

import uuid
from typing import IO

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates import registries
from candidates.actions import documents
from candidates.choices import DocumentState
from candidates.forms.own_pages import AddDocumentForm
from candidates.models import Candidate, Document
from candidates.validators import display_name
from candidates.views.own import own_page
from privacy.storage import CHUNK, FileTampered, KeyMissing
from privacy.views import limits

PAGE = "candidates/my_documents.html"
MOST_TRIES = 120  # an hour from one network address; each opens a file
FULL = gettext_lazy("You have a hundred documents here, and more do not fit. Remove one first.")
# What a browser is told a file is, whatever its row says, and how its name ends. Anything else is just bytes.
ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
LOCKED_DOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_documents(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    judge = registries.outside().inspector.judge
    form = AddDocumentForm(judge=judge)
    if request.method == "POST":
        if limits.is_spent(request, "tries", MOST_TRIES):
            form = AddDocumentForm(initial={"kind": request.POST.get("kind")}, judge=judge)
            return limits.file_not_opened(request, PAGE, form, documents=_own(candidate))
        limits.spend(request, "tries")
        form = AddDocumentForm(request.POST, request.FILES, judge=judge)
        if form.is_valid():
            kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
            try:
                documents.upload(candidate=candidate, kind=kind, upload=file, by=request.user, at=timezone.now())
            except documents.TooMany:
                form.add_error("file", FULL)
            else:
                messages.success(request, _("The document is received."))
                return redirect("my_documents")
    status = 422 if request.FILES and "file" in form.errors else 200
    return render(request, PAGE, {"form": form, "documents": _own(candidate)}, status=status)


def _own(candidate: Candidate) -> QuerySet[Document]:
    own = candidate.documents.prefetch_related("applications__job_ad", "applications__job_order")
    return own.order_by("-uploaded_at", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def remove_document(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    document = get_object_or_404(candidate.documents, pk=pk)
    if request.method != "POST":
        used_in = list(document.applications.select_related("job_ad", "job_order").order_by("-submitted_at", "pk"))
        is_needed = any(application.is_in_progress for application in used_in)
        context = {"document": document, "used_in": used_in, "is_needed": is_needed}
        return render(request, "candidates/remove_document.html", context)
    try:
        documents.remove(document=document, by=request.user, at=timezone.now())
    except documents.InUse:
        messages.warning(request, _("An application in progress needs this document. Withdraw the application first."))
    except documents.AlreadyRemoved:
        messages.info(request, _("The document was removed already."))
    else:
        messages.success(request, _("The document is removed, and its text with it."))
    return redirect("my_documents")


@require_safe
@never_cache
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The owner, or staff who work with candidates, read a file. Each reading is in the trail before the first byte."""
    found = get_object_or_404(Document.objects.visible_to(request.user).select_related("candidate"), pk=pk)
    if not _is_open(found):
        return render(request, "candidates/document_closed.html", {"document": found}, status=409)
    if found.state == DocumentState.UNSCANNED and "uten-kontroll" not in request.GET:
        return render(request, "candidates/document_unscanned.html", {"document": found})
    try:
        content = _opened(request, found)
    except (FileNotFoundError, FileTampered, KeyMissing):
        return render(request, "candidates/document_missing.html", {"document": found}, status=500)
    return _attachment(found, content)


def _opened(request: HttpRequest, found: Document) -> IO[bytes]:
    """In the history before its first byte is handed on; what cannot be entered there is let go of again."""
    content = _checked(found)
    try:
        if request.method == "GET":
            documents.record_opening(document=found, by=request.user, at=timezone.now())
    except BaseException:
        content.close()
        raise
    return content


def _is_open(found: Document) -> bool:
    """Where there is a scanner, what it has not seen stays closed."""
    return found.state == DocumentState.CLEAN or (
        found.state == DocumentState.UNSCANNED and settings.CLAMAV_URL == "none"
    )


def _checked(found: Document) -> IO[bytes]:
    """Read through once, so that a file somebody changed is found out before its first byte is handed on."""
    content = found.file.storage.open(found.file.name)
    try:
        while content.read(CHUNK):
            pass
    except FileTampered:
        content.close()
        raise
    content.seek(0)
    return content


def _attachment(found: Document, content: IO[bytes]) -> FileResponse:
    content_type = found.content_type if found.content_type in ENDINGS else "application/octet-stream"
    return FileResponse(
        content, as_attachment=True, filename=_name(found), content_type=content_type, headers=LOCKED_DOWN
    )


def _name(found: Document) -> str:
    """The person's own name for the file, ending as what it is."""
    name, ending = display_name(found.original_name), ENDINGS.get(found.content_type, ".bin")
    alike = (".jpg", ".jpeg") if ending == ".jpg" else (ending,)
    return name if name.lower().endswith(alike) else name + ending
