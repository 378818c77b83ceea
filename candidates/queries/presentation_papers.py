"""The files behind what a presentation shows: which may be looked at, which may be taken along, and as what."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from candidates.choices import DocumentState
from candidates.models import Document, Presentation, PresentationItem, PresentationReader
from candidates.queries import presentations as reading
from privacy.models import Disclosure

PDF = "application/pdf"
MARKABLE = (PDF, "image/jpeg", "image/png")  # of anything else the client reads the text


@dataclass(frozen=True)
class StoredPaper:
    """A file an item stands for, as it was when the presentation was sent."""

    name: str
    kind: str
    file: str
    content_type: str
    sha256: str
    text: str


def of(item: PresentationItem) -> StoredPaper:
    copy, document = item.client_copy, item.document
    assert document is not None
    kind = str(document.get_kind_display())
    if copy:
        return StoredPaper(copy.file_name, kind, str(copy.file), PDF, item.sha256, copy.text)
    return StoredPaper(
        document.original_name, kind, str(document.file), document.content_type, item.sha256, document.text
    )


def items(presentation: uuid.UUID) -> QuerySet[PresentationItem]:
    rows = PresentationItem.objects.filter(presentation=presentation)
    return rows.select_related(
        "document", "client_copy__document", "test_result", "reference__referee", "candidate__subject", "presentation"
    )


def is_open(presentation: Presentation, item: PresentationItem) -> bool:
    """Whether its text may be shown: seen by the scanner, or the demo's flag. A document as it is says the name, and may
    say a national identity number; a copy does not."""
    document = item.document
    if document is None or not _is_clean(presentation, document):
        return False
    return item.client_copy is not None or not (presentation.is_anonymous or document.holds_number)


def may_be_taken(presentation: Presentation, item: PresentationItem) -> bool:
    return presentation.may_download and is_open(presentation, item) and of(item).content_type in MARKABLE


def to_take(reader: PresentationReader, item: uuid.UUID, *, at: datetime.datetime) -> PresentationItem | None:
    """The item, if this reader may take it along at this moment."""
    row = items(reader.presentation_id).filter(pk=item).first()
    if row is None or row.candidate_id not in reading.shown_to(reader, at=at):
        return None
    return row if may_be_taken(reader.presentation, row) else None


def line_of(reader: PresentationReader, item: PresentationItem) -> int | None:
    """The number of the newest line that says that this reader was given this candidate."""
    whose = item.candidate.subject.root_id
    lines = Disclosure.objects.filter(
        subject_uuid=whose, contact_uuid=reader.contact_id, object_id=str(reader.presentation_id)
    )
    return lines.order_by("-pk").values_list("pk", flat=True).first()


def _is_clean(presentation: Presentation, document: Document) -> bool:
    shows = presentation.shows_unscanned and document.state == DocumentState.UNSCANNED
    return document.state == DocumentState.CLEAN or shows
