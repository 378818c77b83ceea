"""Applications begun and not sent: kept for their writer, thirty days after the last change; read by nobody here."""

import datetime
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from candidates.actions import activity, documents
from candidates.models import ApplicationDraft, Candidate
from candidates.queries.people import confirmed_address_of
from clients.models import JobAd
from privacy.actions import files, journal, retention, subjects, trail
from privacy.choices import JournalKind, Verb
from privacy.ports import Actor

ACTIVITY = "applications"
MOST = 10
OWN = "own_documents"


class Begun(TypedDict):
    """What the form hands over: words, choices and answers by field, new files, names of files put aside, own documents."""

    message: str
    typed: dict[str, Any]
    papers: list[tuple[str, UploadedFile]]
    kept: list[str]
    own: list[str]


class NotConfirmed(Exception):
    """The e-mail address is not proved yet: nobody knows whose draft it is."""


class TooMany(Exception):
    """The person has as many drafts as one may have."""


class AlreadyRemoved(Exception):
    """The draft is gone: removed, sent, or its time was over."""


@transaction.atomic
def save(
    *, candidate: Candidate, ad: JobAd | None, by: Actor, at: datetime.datetime, **begun: Unpack[Begun]
) -> ApplicationDraft:
    """Keep what is written so far; the one there is for this ad is overwritten. Files become the person's documents.

    Raises `NotConfirmed`, `TooMany`, `PersonIsGone`, `IsRestricted`.
    """
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(ApplicationDraft, subject_id=fresh.subject_id, by=by)
    if not confirmed_address_of(fresh):
        raise NotConfirmed
    others = ApplicationDraft.objects.filter(candidate=fresh).exclude(job_ad=ad)
    if others.count() >= MOST:
        raise TooMany
    received = [
        documents.upload(candidate=fresh, kind=kind, upload=file, by=by, at=at) for kind, file in begun["papers"]
    ]
    for name in begun["kept"]:
        files.bury(name, at=at)
    chosen = [*begun["own"], *(str(document.pk) for document in received)]
    said = {"message": begun["message"], "typed": begun["typed"] | {OWN: chosen}, "changed_at": at}
    draft, _is_new = ApplicationDraft.objects.update_or_create(candidate=fresh, job_ad=ad, defaults=said)
    activity.note(candidate_id=fresh.pk, at=at)
    trail.record(
        Verb.COLLECTED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, fields=["message", "answers"],
        obj=draft,
    )  # fmt: skip
    retention.refresh(fresh.subject_id)
    return draft


@transaction.atomic
def remove(*, draft: ApplicationDraft, by: Actor, at: datetime.datetime) -> None:
    """Let go of it; no restore brings it back. Raises `AlreadyRemoved`."""
    person = draft.candidate.subject_id
    subjects.lock(person)
    found = ApplicationDraft.objects.filter(pk=draft.pk)
    if not found.exists():
        raise AlreadyRemoved
    let_go(found.get(), at=at)
    trail.record(Verb.REMOVED, subject_id=person, by=by, at=at, activity=ACTIVITY, obj=draft)
    retention.refresh(person)


def sent(*, candidate: Candidate, ad: JobAd | None, at: datetime.datetime) -> None:
    """The application came: its draft is over. Under the caller's lock."""
    for draft in ApplicationDraft.objects.filter(candidate=candidate, job_ad=ad):
        let_go(draft, at=at)


def let_go(draft: ApplicationDraft, *, at: datetime.datetime) -> None:
    rows = [[ApplicationDraft._meta.label, str(draft.pk)]]
    journal.note(JournalKind.ERASED, subject_id=draft.candidate.subject_id, at=at, rows=rows)
    ApplicationDraft.objects.filter(pk=draft.pk).delete()


def go_over(*, lost: Candidate, into: Candidate) -> None:
    """Of two drafts for the same ad the newer stays. Under the locks of the merge."""
    own = {draft.job_ad_id: draft for draft in into.drafts.all()}
    for draft in lost.drafts.all():
        if other := own.get(draft.job_ad_id):
            older = min(draft, other, key=lambda each: (each.changed_at, each.pk))
            ApplicationDraft.objects.filter(pk=older.pk).delete()
