"""The journal outside the database: what no restore may undo, noted here in the same transaction, written out after."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from privacy.actions import rows
from privacy.choices import JournalKind
from privacy.models import JournalEntry, TrailSeal
from privacy.ports import nudge


def note(kind: JournalKind, *, subject_id: uuid.UUID, at: datetime.datetime, **details: object) -> None:
    """Note it for the journal. `details` are random numbers, codes and days: never a value, never a text."""
    JournalEntry.objects.create(kind=kind, subject_uuid=subject_id, at=at, details=details)
    nudge("privacy.jobs.write_journal")


def note_erasures(details: Mapping[uuid.UUID, dict[str, Any]], *, at: datetime.datetime) -> None:
    """The same for many erased persons, in one statement."""
    erased = {"kind": JournalKind.ERASED, "at": at}
    rows.add(JournalEntry, ({"subject_uuid": number, "details": what, **erased} for number, what in details.items()))
    nudge("privacy.jobs.write_journal")


def note_seals(seals: Iterable[TrailSeal], *, at: datetime.datetime) -> None:
    """The same for seals: outside they prove that nobody made the trail and its seals anew."""
    JournalEntry.objects.bulk_create(
        JournalEntry(
            kind=JournalKind.SEALED,
            subject_uuid=seal.subject_uuid,
            at=at,
            details={"up_to": seal.up_to, "count": seal.count, "digest": seal.digest},
        )
        for seal in seals
    )
    nudge("privacy.jobs.write_journal")
