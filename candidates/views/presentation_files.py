"""What a client takes along from a presentation: a marked document, or all of it as one PDF. Behind the link and the code."""

import io
import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates import registries
from candidates.actions import presentation_files, presentation_reading
from candidates.models import PresentationReader
from candidates.queries import printed_presentation as printed
from candidates.views.documents import LOCKED_DOWN
from candidates.views.presentation_door import by_link, confirmed
from privacy.ports import PdfFailed
from privacy.registries import pdf_maker
from privacy.views import limits

MOST_TAKEN = 60  # an hour from one network address; each is a file made


@require_POST
@by_link
@confirmed
def take_document(request: HttpRequest, reader: PresentationReader, token: str, pk: uuid.UUID) -> HttpResponse:
    """One document, marked with the client's name; what was handed out is written down before its first byte."""
    if limits.is_spent(request, "presentation-file", MOST_TAKEN):
        return limits.too_many(request)
    limits.spend(request, "presentation-file")
    paper = registries.outside().paper
    try:
        taken = presentation_files.take(reader=reader, item=pk, paper=paper, at=timezone.now())
    except presentation_files.NotHandedOut:
        messages.error(request, _("This document is not handed out, or no longer. Ask your adviser."))
    except presentation_files.CannotBeMade:
        messages.error(
            request, _("The document could not be made ready. Its text stands here; ask your adviser for it.")
        )
    else:
        return _handed_out(taken.data, taken.name)
    return redirect("presentation", token=token)


@require_POST
@by_link
@confirmed
def take_presentation(request: HttpRequest, reader: PresentationReader, token: str) -> HttpResponse:
    """The page on paper: the same people, texts and answers, read under the same locks and written down as read."""
    if limits.is_spent(request, "presentation-file", MOST_TAKEN):
        return limits.too_many(request)
    limits.spend(request, "presentation-file")
    at = timezone.now()
    shown = presentation_reading.read(reader=reader, at=at, fields=["pdf"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "presentation.pdf"
        try:
            pdf_maker().make(printed.TEMPLATE, printed.said(reader, shown, at=at), to=path)
        except PdfFailed:
            messages.error(request, _("The PDF could not be made. Everything in it stands on this page."))
            return redirect("presentation", token=token)
        return _handed_out(path.read_bytes(), _("candidates") + ".pdf")


def _handed_out(data: bytes, name: str) -> FileResponse:
    return FileResponse(
        io.BytesIO(data), as_attachment=True, filename=name, content_type="application/pdf", headers=LOCKED_DOWN
    )
