"""What the worker does with a new file: have it scanned, then have its text read. The state in the row says what is next.

A try is claimed before it is made and its result written after it, each in a short transaction; the file is looked at
in between. A worker that dies leaves a claim that ends by itself, and the sweep comes back.
"""

import datetime
import logging
import uuid
from typing import BinaryIO, cast

from django.db import DataError, OperationalError, transaction
from django.db.models import F, Q, QuerySet

from candidates.actions import words
from candidates.actions.documents import CONTENT_TYPES
from candidates.choices import DocumentState, TextState
from candidates.models import Document
from candidates.models.document import DocumentQuerySet, document_storage
from candidates.ports import Inspection, Inspector, Verdict, VirusScanner
from privacy.actions import subjects
from privacy.choices.events import Event
from privacy.ports import nudge, tell
from privacy.storage import StorageAway

logger = logging.getLogger(__name__)

CLAIM = datetime.timedelta(minutes=3)
BACK_OFF = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
MOST_TEXT_TRIES = 5  # a file that kills its reader so often is unreadable
MOST_TEXT = 200_000
SURELY_FITS = 50_000  # letters that fit the index entry (1 MB) whatever they are

EXTENSIONS = {content_type: extension for extension, content_type in CONTENT_TYPES.items()}
UNREAD = Q(state__in=[DocumentState.CLEAN, DocumentState.UNSCANNED], text_state=TextState.WAITING)
AFTER_SCAN = {
    Verdict.CLEAN: DocumentState.CLEAN,
    Verdict.UNSCANNED: DocumentState.UNSCANNED,
    Verdict.INFECTED: DocumentState.INFECTED,
}


def waiting(*, at: datetime.datetime) -> list[tuple[uuid.UUID, bool]]:
    """The files whose turn it is, oldest first: key, and whether it is the scan that is missing (else the text)."""
    due = Document.objects.waits_for_scan().filter(_due(at)) | _unread().filter(_due(at))
    found = due.order_by("uploaded_at", "pk")
    return [(document.pk, document.state not in AFTER_SCAN.values()) for document in found.only("state")[:200]]


def never_scanned(*, at: datetime.datetime) -> list[uuid.UUID]:
    """Files received while there was no scanner, oldest first: asked about once there is one."""
    found = Document.objects.filter(_due(at), state=DocumentState.UNSCANNED).order_by("uploaded_at", "pk")
    return list(found.values_list("pk", flat=True)[:2_000])


def scan(*, pk: uuid.UUID, scanner: VirusScanner, at: datetime.datetime) -> bool:
    """Ask the scanner about one file. Only a clear answer changes what may be done with it; anything else is asked again.

    False when nobody answered: there is no use in asking about others now.
    """
    document = _claim(
        Document.objects.waits_for_scan() | Document.objects.filter(state=DocumentState.UNSCANNED), pk, at
    )
    if document is None:
        return True
    verdict = _verdict(document, scanner)
    tell(Event.VERDICT, document=str(pk), verdict=verdict.value)
    state = AFTER_SCAN.get(verdict)
    if state is None:
        _save(document, state=DocumentState.ERROR, next_at=at + _back_off(document))
    elif state == DocumentState.INFECTED:
        _save(document, state=state, text_state=TextState.UNREADABLE, next_at=None)
    else:
        _save(document, state=state, attempts=0, next_at=at)
        nudge("candidates.jobs.read_text", str(pk))
    return verdict is not Verdict.AWAY


def read_text(*, pk: uuid.UUID, inspector: Inspector, at: datetime.datetime) -> None:
    """Have the sandbox read one scanned file's text, and make it searchable."""
    document = _claim(_unread(), pk, at)
    if document is None:
        return
    if document.attempts > MOST_TEXT_TRIES:
        _save(document, text_state=TextState.UNREADABLE, next_at=None)
        return
    try:
        found = _text(document, inspector)
    except StorageAway:  # no try of this file: nobody has looked into it
        _save(document, attempts=F("attempts") - 1, next_at=at + BACK_OFF[1])
        return
    except Exception as error:  # storage and sandbox are other programs: whatever they do, we come back
        logger.warning("document %s: text not read: %s", pk, type(error).__name__)
        _save(document, next_at=at + _back_off(document))
        return
    if found.reason == "busy":
        _save(document, next_at=at + _back_off(document))
        return
    if not found.is_accepted:
        _save(document, text_state=TextState.UNREADABLE, next_at=None)
        return
    _store_text(document, found.text.replace("\0", "")[:MOST_TEXT])


def _unread() -> DocumentQuerySet:
    """To be made searchable. Restricted files wait: scanning them is safe storage, reading them is more than that."""
    return Document.objects.filter(UNREAD).unrestricted()


def _due(at: datetime.datetime) -> Q:
    return Q(next_at=None) | Q(next_at__lte=at)


def _claim(documents: QuerySet[Document], pk: uuid.UUID, at: datetime.datetime) -> Document | None:
    """Take this try, if it is due and nobody has: two workers never scan one file at once."""
    taken = documents.filter(_due(at), pk=pk).update(next_at=at + CLAIM, attempts=F("attempts") + 1)
    return Document.objects.select_related("candidate").filter(pk=pk).first() if taken else None


def _opened(document: Document) -> BinaryIO:
    """The plain bytes, unsealed as they are read."""
    return cast(BinaryIO, document_storage().open(str(document.file)))


def _verdict(document: Document, scanner: VirusScanner) -> Verdict:
    try:
        with _opened(document) as file:
            said = scanner.scan(file)
            return said if isinstance(said, Verdict) else Verdict.ERROR
    except Exception as error:  # storage and scanner are other machines: no answer is not a clean one
        logger.warning("document %s: not scanned: %s", document.pk, type(error).__name__)
        return Verdict.ERROR


def _text(document: Document, inspector: Inspector) -> Inspection:
    with _opened(document) as file:
        return inspector.read(file, extension=EXTENSIONS[document.content_type], kind=document.kind)


def _store_text(document: Document, text: str) -> None:
    try:
        _save(document, text=text, text_state=TextState.READ, next_at=None)
    except (DataError, OperationalError):  # too many different words for one index entry
        _save(document, text=text[:SURELY_FITS], text_state=TextState.READ, next_at=None)


@transaction.atomic
def _save(document: Document, **values: object) -> None:
    """Write the result, unless the person or the file went meanwhile. No trail: nobody saw anything and nothing is new."""
    try:
        subjects.lock(document.candidate.subject_id)
    except subjects.PersonIsGone:
        return
    Document.objects.filter(pk=document.pk).update(**values)
    if "text" in values:
        words.learn(document_id=document.pk)


def _back_off(document: Document) -> datetime.timedelta:
    return BACK_OFF[min(document.attempts, len(BACK_OFF)) - 1]
