"""Documents a client takes along: each is made anew, marked with the client's name, and known by the hash of those bytes.

The file is marked before the locks of the people are taken, and written down under them: whoever was erased, set aside or
taken out meanwhile comes first, and then not a byte of it is handed out.
"""

import datetime
import hashlib
import logging
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.actions import presentation_reading, presentations
from candidates.models import PresentationDownload, PresentationItem, PresentationReader
from candidates.models.document import document_storage
from candidates.ports import Paper, PaperFailed
from candidates.queries import presentation_papers as papers
from candidates.queries import presentations as reading
from privacy.actions import retention, trail
from privacy.actions.trail import Recipient
from privacy.choices import Verb
from privacy.storage import FileTampered, KeyMissing

logger = logging.getLogger(__name__)


class NotHandedOut(Exception):
    """This reader may not, or no longer, take this along."""


class CannotBeMade(Exception):
    """The file is not there as it was shown, or nothing could be made of it."""


@dataclass(frozen=True)
class TakenAlong:
    """What is handed out: its bytes are those of the hash that was written down."""

    name: str
    data: bytes


def take(*, reader: PresentationReader, item: uuid.UUID, paper: Paper, at: datetime.datetime) -> TakenAlong:
    """A marked copy for this reader. Raises `NotHandedOut`, `CannotBeMade`, `IsOver`."""
    row = papers.to_take(reader, item, at=at)
    if row is None:
        raise NotHandedOut
    found = papers.of(row)
    try:
        data = paper.mark(_original(found), content_type=found.content_type, words=_words(reader, row, at))
    except PaperFailed as error:
        logger.warning("presentation item %s: not marked: %s", row.pk, error)
        raise CannotBeMade from error
    _write_down(reader=reader, item=item, data=data, at=at)
    return TakenAlong(f"{found.name.rpartition('.')[0] or found.name}.pdf", data)


def _original(found: papers.StoredPaper) -> bytes:
    """The very bytes the presentation was sent with."""
    try:
        with document_storage().open(found.file) as file:
            data = bytes(file.read())
    except (FileNotFoundError, FileTampered, KeyMissing) as error:
        raise CannotBeMade from error
    if hashlib.sha256(data).hexdigest() != found.sha256:
        raise CannotBeMade
    return data


def _words(reader: PresentationReader, item: PresentationItem, at: datetime.datetime) -> str:
    return _("From Fremrykk to %(company)s on %(day)s. Reference %(number)s. Not to be passed on.") % {
        "company": reader.contact.company.name,
        "day": date_format(timezone.localdate(at), "SHORT_DATE_FORMAT"),
        "number": reading.reference_of(item),
    }


@transaction.atomic
def _write_down(*, reader: PresentationReader, item: uuid.UUID, data: bytes, at: datetime.datetime) -> None:
    fresh = presentation_reading.locked(reader)
    row = papers.to_take(fresh, item, at=at)
    if row is None:
        raise NotHandedOut
    by, subject_id = reading.actor(fresh), row.candidate.subject_id
    try:
        with transaction.atomic():
            taken = PresentationDownload.objects.create(
                item=row, reader=fresh, sha256=hashlib.sha256(data).hexdigest(), size=len(data), at=at,
                disclosure=_line_of(fresh, row, at),
            )  # fmt: skip
    except IntegrityError as error:
        raise NotHandedOut from error
    company = fresh.presentation.job_order.company_id
    trail.record(
        Verb.OPENED, subject_id=subject_id, by=by, at=at, activity=presentations.ACTIVITY, fields=["sha256"], obj=taken,
        recipient=Recipient(company, fresh.contact_id),
    )  # fmt: skip
    retention.refresh(fresh.contact.subject_id, subject_id)


def _line_of(reader: PresentationReader, item: PresentationItem, at: datetime.datetime) -> int:
    """The line in the ledger under which this reader was given this candidate; a new one, if there is none yet."""
    given = papers.line_of(reader, item)
    if given:
        return given
    theirs = PresentationItem.objects.filter(presentation=reader.presentation_id, candidate=item.candidate_id)
    return presentations.disclose(theirs, reader=reader, by=reading.actor(reader), at=at)
