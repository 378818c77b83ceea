"""What goes with an application: its files, documents the person has here already, and answers to the ad's questions."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from candidates.actions import documents
from candidates.choices import DocumentKind
from candidates.models import Application, ApplicationDocument, Document, ScreeningAnswer
from privacy.actions import files, uploads


def fingerprints(sent: Mapping[str, Any]) -> list[str]:
    """Equal for equal enclosures."""
    own = sorted(str(document.pk) for document in sent.get("own") or ())
    answers = [f"{question.pk}:{words}" for question, words in sent.get("answers") or ()]
    return [*(uploads.fingerprint(upload) for _, upload in _uploads(sent)), *own, *answers]


def attach(
    application: Application, sent: Mapping[str, Any], *, at: datetime.datetime, written: list[str]
) -> list[str]:
    """Inside the caller's transaction, under its lock. Returns what there is, by name, for the trail."""
    candidate = application.candidate
    found = [
        documents.store(candidate=candidate, kind=kind, upload=upload, at=at, written=written)
        for kind, upload in _uploads(sent)
    ]
    own = [document.pk for document in sent.get("own") or ()]
    found += Document.objects.filter(pk__in=own, candidate=candidate).order_by("kind", "pk")
    for document in found:
        ApplicationDocument.objects.create(application=application, document=document)
    answers: Sequence[Any] = sent.get("answers") or ()
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(application=application, question=question, asked=question.text, answer=words)
        for question, words in answers
    )
    for name in sent.get("kept") or ():
        files.bury(name, at=at)
    return [*dict.fromkeys(document.kind for document in found), *(["answers"] if answers else [])]


def _uploads(sent: Mapping[str, Any]) -> list[tuple[str, UploadedFile]]:
    both = [(DocumentKind.CV, sent.get("cv")), (DocumentKind.COVER_LETTER, sent.get("cover_letter"))]
    return [(kind, upload) for kind, upload in [*both, *(sent.get("papers") or ())] if upload]
