"""Client copies: what must not be seen of a document is painted over and really gone; the original stays as it is."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from candidates.models import ClientCopy, Document, PresentationDownload, PresentationItem
from candidates.models.document import document_storage
from candidates.ports import Area, Covered, Paper, PaperFailed
from privacy.actions import files, journal, retention, subjects, trail
from privacy.actions.uploads import undo_files
from privacy.choices import JournalKind, Verb
from privacy.ports import Actor
from privacy.storage import FileTampered, KeyMissing
from privacy.validators import holds_national_id

ACTIVITY = "presentations"


class NotReady(Exception):
    """The document was not found clean, or its text is not read yet."""


class CannotBeMade(Exception):
    """Not a PDF or picture, or nothing could be made of it."""


class HoldsNumber(Exception):
    """A national identity number can still be read in the copy."""


class IsShown(Exception):
    """A client was, or is to be, shown this copy: it goes with the document."""


def make(
    *, document: Document, areas: list[Area], words: list[str], without: list[int], paper: Paper, by: Actor,
    at: datetime.datetime,
) -> tuple[ClientCopy, list[str]]:  # fmt: skip
    """The copy, and which of the words were found nowhere. It is drawn before anybody is locked.

    Raises `NotReady`, `CannotBeMade`, `HoldsNumber`, `PersonIsGone`, `IsRestricted`.
    """
    if not document.is_openable or document.text_state == "waiting":
        raise NotReady
    try:
        found = paper.cover(
            _bytes(document), content_type=document.content_type, areas=areas, words=words, without=without
        )
    except PaperFailed as error:
        raise CannotBeMade from error
    if holds_national_id(found.text):
        raise HoldsNumber
    with undo_files() as written, transaction.atomic():
        subjects.lock(document.candidate.subject_id)
        fresh = subjects.fresh(document, by=by)
        subjects.refuse_adding(ClientCopy, subject_id=fresh.candidate.subject_id, by=by)
        copy = _store(fresh, found, written, by, at)
    return copy, found.missing


def _store(document: Document, found: Covered, written: list[str], by: Actor, at: datetime.datetime) -> ClientCopy:
    name = document_storage().save("client_copy", ContentFile(found.data))
    written.append(name)
    copy = ClientCopy.objects.create(
        document=document, file=name, size=len(found.data), sha256=hashlib.sha256(found.data).hexdigest(),
        pages=found.pages, text=found.text, made_by_id=by.pk, made_at=at,
    )  # fmt: skip
    subject_id = document.candidate.subject_id
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=["file"], obj=copy)
    retention.refresh(subject_id)
    return copy


def _bytes(document: Document) -> bytes:
    try:
        with document_storage().open(str(document.file)) as file:
            return bytes(file.read())
    except (FileNotFoundError, FileTampered, KeyMissing) as error:
        raise CannotBeMade from error


@transaction.atomic
def remove(*, copy: ClientCopy, by: Actor, at: datetime.datetime) -> None:
    """One that turned out wrong. Raises `IsShown`, `PersonIsGone`, `IsRestricted`."""
    subject_id = copy.document.candidate.subject_id
    subjects.lock(subject_id)
    fresh = subjects.fresh(copy, by=by)
    if PresentationItem.objects.filter(client_copy=fresh).exists():
        raise IsShown
    _bury(fresh, at=at)
    journal.note(JournalKind.ERASED, subject_id=subject_id, at=at, rows=[[ClientCopy._meta.label, str(copy.pk)]])
    trail.record(Verb.REMOVED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, obj=copy)
    retention.refresh(subject_id)


def go_with(document: Document, *, at: datetime.datetime) -> None:
    """What was made and shown of a document that goes, under the caller's lock; that it was given stays in the ledger."""
    PresentationDownload.objects.filter(item__document=document).delete()
    PresentationItem.objects.filter(document=document).delete()
    for copy in ClientCopy.objects.filter(document=document):
        _bury(copy, at=at)


def _bury(copy: ClientCopy, *, at: datetime.datetime) -> None:
    files.bury(str(copy.file), at=at)
    ClientCopy.objects.filter(pk=copy.pk).delete()
