"""A CV that came by mail or over the desk, taken in at once: who it is, the file, where it is from, and the notice."""

import datetime
import uuid
from typing import TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from candidates.actions import documents, people
from candidates.choices import DocumentKind
from candidates.models import Candidate, Document
from candidates.models.document import document_storage
from candidates.queries.people import email_of
from privacy.actions import case_files, files, informing, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import CollectionSource
from privacy.models import CaseFile, Collection
from privacy.ports import Actor


class FileIsGone(Exception):
    """The attachment was taken in before, or its time was over."""


class CameLater(Exception):
    """Nothing comes before it came: the day lies ahead."""


class Came(TypedDict):
    """Where and when a CV came from; `kept` is the name of a file put aside while the form was asked anew."""

    received_on: datetime.date
    collected_from: CollectionSource
    source_name: str
    cv: UploadedFile | None
    case_file: uuid.UUID | None
    kept: str


class Who(people.Profile):
    email: str


@transaction.atomic
def take_in(*, who: Who, into: Candidate | None, by: Actor, at: datetime.datetime, **came: Unpack[Came]) -> Candidate:
    """Enter somebody with the CV, or add the CV to somebody who is here. All of it, or nothing.

    The storage time of somebody new counts from `received_on`; the person is told at once where there is an address, else
    the clock runs (GDPR art. 14). Raises `AlreadyKnown`, `FileIsGone`, `CameLater`, `PersonIsGone`, `IsRestricted`.
    """
    if came["received_on"] > timezone.localdate(at):
        raise CameLater
    source, name, more = CollectionSource(came["collected_from"]), came["source_name"], None
    if into is None:
        into = people.add_by_hand(
            received_on=came["received_on"], collected_from=source, source_name=name, by=by, at=at, **who
        )
    else:
        more = _add_to(into, source, name, by=by, at=at)
    if came["cv"]:
        documents.upload(candidate=into, kind=DocumentKind.CV, upload=came["cv"], by=by, at=at, collection=more)
    if came["case_file"]:
        _taken(came["case_file"], by, at)
    files.bury(came["kept"], at=at)
    return into


def put_aside(upload: UploadedFile) -> str:
    """Keep a file while the form is asked anew; one nobody comes back for goes within two days (`files.reconcile`)."""
    upload.seek(0)
    return document_storage().save("put_aside", upload)


def _add_to(
    candidate: Candidate, source: CollectionSource, name: str, *, by: Actor, at: datetime.datetime
) -> Collection:
    """More data of somebody who is here: told of it like the first, else gone like it. It moves no other storage time."""
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    label, person = Document._meta.label_lower, fresh.subject_id
    collection = Collection.objects.untold().filter(subject=person, object_label=label).first()
    if collection is None:
        collection = informing.collected(
            subject_id=person, object_label=label, activity=people.ENTERED, source=source, source_name=name, at=at
        )
    if email := email_of(fresh):
        informing.tell_first(subject_id=person, to=email, language=fresh.language, at=at)
    retention.refresh(person)
    return collection


def _taken(number: uuid.UUID, by: Actor, at: datetime.datetime) -> None:
    """The attachment is somebody's CV now, and lies with its mail no more."""
    row = CaseFile.objects.filter(pk=number).select_related("case").first()
    if row is None:
        raise FileIsGone
    subjects.lock(row.case.subject_id)
    try:
        row = subjects.fresh(row, by=by)
    except subjects.PersonIsGone:
        raise FileIsGone from None
    trail.record(
        Verb.MOVED, subject_id=row.case.subject_id, by=by, at=at, activity=people.ENTERED, fields=["file"], obj=row
    )
    case_files.let_go(row, at=at)
    retention.refresh(row.case.subject_id)
