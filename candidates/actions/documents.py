"""A candidate's files: received, removed, opened."""

import datetime
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from candidates import validators
from candidates.actions import client_copies
from candidates.choices import OPEN_STAGES
from candidates.models import (
    Application,
    ApplicationDocument,
    Candidate,
    Document,
)
from candidates.models.document import document_storage
from privacy.actions import files, journal, retention, subjects, trail
from privacy.actions.uploads import fingerprint
from privacy.actions.uploads import undo_files as undo_files
from privacy.choices import JournalKind, Verb
from privacy.models import Collection
from privacy.ports import Actor, nudge

ACTIVITY = "applications"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}

MOST = 100  # that a person puts here without an application


class TooMany(Exception):
    """As many documents lie here as one person may have."""


class InUse(Exception):
    """An application in progress needs the document: withdraw it first, or wait until it is decided."""


class AlreadyRemoved(Exception):
    """The document is gone."""


def upload(
    *,
    candidate: Candidate,
    kind: str,
    upload: UploadedFile,
    by: Actor | None,
    at: datetime.datetime,
    application: Application | None = None,
    collection: Collection | None = None,
) -> Document:
    """Receive a file its form has judged. It is opened by nobody before the scan, unless there is no scanner.

    Raises `TooMany` to the person, not to whoever takes something in for them.
    """
    with undo_files() as written, transaction.atomic():
        subjects.lock(candidate.subject_id)
        candidate = subjects.fresh(candidate, by=by)
        subjects.refuse_adding(Document, subject_id=candidate.subject_id, by=by)
        if _is_own(candidate, by) and Document.objects.filter(candidate=candidate).count() >= MOST:
            raise TooMany
        document = store(candidate=candidate, kind=kind, upload=upload, at=at, written=written, collection=collection)
        if application:
            ApplicationDocument.objects.create(application=subjects.fresh(application), document=document)
        if _is_own(candidate, by):
            Candidate.objects.filter(pk=candidate.pk).update(last_active_at=at)
        subject_id = candidate.subject_id
        trail.record(
            Verb.COLLECTED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=[kind], obj=document
        )
        retention.refresh(subject_id)
    return document


def store(
    *, candidate: Candidate, kind: str, upload: UploadedFile, at: datetime.datetime, written: list[str],
    collection: Collection | None = None,
) -> Document:  # fmt: skip
    """Write the file, then its row, inside the caller's transaction. The name goes to `written`: see `undo_files`."""
    name = document_storage().save("document", upload)
    written.append(name)
    document = Document.objects.create(
        candidate=candidate,
        kind=kind,
        file=name,
        original_name=validators.display_name(upload.name or ""),
        content_type=CONTENT_TYPES[validators.extension_of(upload.name or "")],
        size=upload.size or 0,
        sha256=fingerprint(upload),
        collection=collection,
        uploaded_at=at,
        next_at=at,
    )
    nudge("candidates.jobs.scan", str(document.pk))
    return document


@transaction.atomic
def remove(*, document: Document, by: Actor, at: datetime.datetime) -> None:
    """Let go of a document: its row, text and index now, its file by the sweeper; no restore brings it back.

    Raises `InUse`, `AlreadyRemoved`.
    """
    subject_id = _owner(document)
    subjects.lock(subject_id)
    fresh = Document.objects.filter(pk=document.pk).select_related("candidate").first()
    if fresh is None:
        raise AlreadyRemoved
    subjects.refuse_restricted(fresh, by=by)
    if fresh.applications.filter(stage__in=OPEN_STAGES).exists():
        raise InUse
    ApplicationDocument.objects.filter(document=fresh).delete()
    client_copies.go_with(fresh, at=at)
    files.bury(str(fresh.file), at=at)
    Document.objects.filter(pk=fresh.pk).delete()
    journal.note(JournalKind.ERASED, subject_id=subject_id, at=at, rows=[[Document._meta.label, str(fresh.pk)]])
    if _is_own(fresh.candidate, by):
        Candidate.objects.filter(pk=fresh.candidate_id).update(last_active_at=at)
    trail.record(
        Verb.REMOVED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=[fresh.kind], obj=document
    )
    rows = [[Document._meta.label, str(document.pk)]]
    journal.note(JournalKind.ERASED, subject_id=subject_id, at=at, rows=rows)
    retention.refresh(subject_id)
    nudge("privacy.jobs.remove_files")
    nudge("candidates.jobs.prune_words")


def record_opening(*, document: Document, by: Actor, at: datetime.datetime) -> None:
    """Opening a file is processing: no entry, no file. Call it before a byte is sent."""
    trail.record(
        Verb.OPENED, subject_id=document.candidate.subject_id, by=by, at=at, activity=ACTIVITY,
        fields=[document.kind], obj=document,
    )  # fmt: skip


def _owner(document: Document) -> uuid.UUID:
    owner = Document.objects.filter(pk=document.pk).values_list("candidate__subject", flat=True).first()
    if owner is None:
        raise AlreadyRemoved
    return owner


def _is_own(candidate: Candidate, by: Actor | None) -> bool:
    """Only what the person does moves `last_active_at`; the work of the staff never extends a storage time."""
    return by is not None and by.subject_id == candidate.subject_id
