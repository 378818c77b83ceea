"""The people of an import, written down a batch at a time: candidate, documents, where from, and the notice to each."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import ContentFile

from candidates import validators
from candidates.actions.documents import CONTENT_TYPES
from candidates.choices import Source
from candidates.models import Candidate, Document
from candidates.models.document import document_storage
from candidates.queries import import_files
from candidates.queries.import_list import Person
from privacy.actions import informing, retention, rows, subjects, trail
from privacy.actions.informing import Reached
from privacy.choices import Verb
from privacy.models import Subject, TrailEntry
from privacy.ports import Actor

ACTIVITY = "taken_over"
Judged = tuple[tuple[str, str], str]  # kind and name of a file, and the sum of what was judged


@dataclass(frozen=True)
class Arrival:
    """Somebody to be taken over: the row as a person, the sums its files had when they were judged, the number."""

    person: Person
    sums: tuple[str, ...]
    subject: Subject

    @property
    def files(self) -> "list[Judged]":
        return list(zip(self.person.files, self.sums, strict=True))


@dataclass
class Arrived:
    """What was written of one of them."""

    candidate: Candidate
    documents: list[Document] = field(default_factory=list)


def take_over(
    arrivals: Sequence[Arrival],
    *,
    folder: Path,
    source_name: str,
    by: Actor | None,
    at: datetime.datetime,
    written: list[str],
) -> None:
    """Write these people down, and the notice to each who has an address.

    In the caller's transaction, who holds the lock of all imports; names of files go to `written` (`undo_files`).
    """
    subjects.create_many(each.subject for each in arrivals)
    arrived = [Arrived(_candidate(each.person, each.subject, at)) for each in arrivals]
    Candidate.objects.bulk_create([each.candidate for each in arrived])
    for one, arrival in zip(arrived, arrivals, strict=True):
        one.documents = documents_of(one.candidate, arrival.files, folder=folder, at=at, written=written)
    Document.objects.bulk_create([document for one in arrived for document in one.documents])
    _record(arrived, arrivals, by, at)
    _tell(arrived, arrivals, source_name, at)
    retention.refresh(*(each.subject.pk for each in arrivals))


def documents_of(
    candidate: Candidate, files: Iterable[Judged], *, folder: Path, at: datetime.datetime, written: list[str]
) -> list[Document]:
    """The files of one of them, stored, for rows yet to be written: the worker's sweep has them scanned and read.

    Raises `NoFile` for one that was changed or went since it was judged.
    """
    found = []
    for (kind, name), digest in files:
        data = import_files.read(folder, name)
        if hashlib.sha256(data).hexdigest() != digest:
            raise import_files.NoFile("file_changed")
        stored = document_storage().save("document", ContentFile(data))
        written.append(stored)
        found.append(
            Document(
                candidate=candidate, kind=kind, file=stored, original_name=validators.display_name(name),
                content_type=CONTENT_TYPES[validators.extension_of(name)], size=len(data), sha256=digest,
                uploaded_at=at, next_at=at,
            )
        )  # fmt: skip
    return found


def _candidate(person: Person, subject: Subject, at: datetime.datetime) -> Candidate:
    return Candidate(
        subject=subject, first_name=person.first_name, last_name=person.last_name, unconfirmed_email=person.email,
        phone=person.phone, language=person.language, source=Source.IMPORTED, received_on=person.received_on,
        last_active_at=at, created_at=at,
    )  # fmt: skip


def _record(arrived: Sequence[Arrived], arrivals: Sequence[Arrival], by: Actor | None, at: datetime.datetime) -> None:
    who = {"actor_uuid": by.subject_id if by else None, "role": by.role if by else trail.PROGRAM}
    what = {"verb": Verb.COLLECTED, "activity": ACTIVITY, "object_label": Candidate._meta.label_lower, "at": at}
    entries = (
        {
            "subject_uuid": one.candidate.subject_id, "object_id": str(one.candidate.pk),
            "fields": fields_of(arrival.person), **who, **what,
        }
        for one, arrival in zip(arrived, arrivals, strict=True)
    )  # fmt: skip
    rows.add(TrailEntry, entries)


def fields_of(person: Person) -> list[str]:
    """Names of what the row said, never values."""
    said = ("first_name", "last_name", "email", "phone", "language", "received_on")
    return sorted({*(name for name in said if getattr(person, name)), *(kind for kind, _name in person.files)})


def _tell(arrived: Sequence[Arrived], arrivals: Sequence[Arrival], source_name: str, at: datetime.datetime) -> None:
    reached = (
        Reached(one.candidate.subject_id, arrival.person.email, arrival.person.language)
        for one, arrival in zip(arrived, arrivals, strict=True)
    )
    label = Candidate._meta.label_lower
    informing.taken_over(reached, object_label=label, activity=ACTIVITY, source_name=source_name, at=at)
