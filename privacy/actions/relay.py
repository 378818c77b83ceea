"""Writing the journal outside the database: segment by segment, each built on the one before."""

import datetime
import hashlib
import json
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from privacy.models import JournalEntry, JournalHead
from privacy.queries import journals

logger = logging.getLogger(__name__)

MOST = 1_000  # entries in one segment


class JournalIsAhead(Exception):
    """A segment lies outside that this database did not write: it was restored, and must be replayed first."""


def write(*, at: datetime.datetime) -> int:
    """Write what waits, in the order of its numbers; returns how many entries are outside now.

    Everything about one person is in the right order: whoever writes about a person holds that person's lock until
    the commit. Storage that does not answer is tried again in a minute.
    """
    written = 0
    while count := _write_segment(at):
        written += count
    return written


@transaction.atomic
def _write_segment(at: datetime.datetime) -> int:
    """One segment: outside first, then the rows go and the head moves on, in one transaction.

    Killed in between, the segment is there and the rows wait still: the next writer finds it and takes it for written.
    """
    head = JournalHead.objects.select_for_update(skip_locked=True).first()
    entries = list(JournalEntry.objects.order_by("id")[:MOST])
    if head is None or not entries:  # somebody else is writing, or nothing waits
        return 0
    number = head.number + 1
    text = _found(number, entries) or _written(number, head.digest, entries, at)
    keys = [entry["key"] for entry in json.loads(text)["entries"]]
    JournalEntry.objects.filter(key__in=keys).delete()
    head.number, head.digest, head.written_at = number, hashlib.sha256(text).hexdigest(), at
    head.save()
    return len(keys)


def _found(number: int, entries: list[JournalEntry]) -> bytes | None:
    """The segment of this number if it lies outside already, as it was written before a crash."""
    text = journals.read(number)
    if text is None:
        return None
    waiting = {str(key) for key in JournalEntry.objects.values_list("key", flat=True)}
    if not {entry["key"] for entry in json.loads(text)["entries"]} <= waiting:
        raise JournalIsAhead(f"segment {number}")
    return text


def _written(number: int, before: str, entries: list[JournalEntry], at: datetime.datetime) -> bytes:
    segment = {
        "number": number,
        "before": before,
        "written_at": at.isoformat(),
        "entries": [_as_json(entry) for entry in entries],
    }
    text = json.dumps(segment, indent=1, sort_keys=True).encode()
    storages["journal"].save(journals.name_of(number), ContentFile(text))
    return text


def _as_json(entry: JournalEntry) -> dict[str, Any]:
    return {
        "key": str(entry.key),
        "kind": entry.kind,
        "subject": str(entry.subject_uuid),
        "details": entry.details,
        "at": entry.at.isoformat(),
    }
