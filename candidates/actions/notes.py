"""Notes about applications: written, and taken away again. What names a person's own sphere says why it must."""

import datetime

from django.db import transaction

from candidates.models import Application, Note
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.sensitive import Sensitive
from privacy.ports import Actor
from privacy.validators import holds_national_id, sensitive_words

ACTIVITY = "applications"


class NeedsReason(Exception):
    """The text names what is seldom anybody's business; `found` are the words. Say why, or take them out."""

    def __init__(self, found: dict[Sensitive, list[str]]) -> None:
        super().__init__()
        self.found = found


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class AlreadyRemoved(Exception):
    """The note is gone."""


@transaction.atomic
def write(*, application: Application, text: str, reason: str, by: Actor, at: datetime.datetime) -> Note:
    """Write it down. The person reads it with everything else (GDPR art. 15). Raises `NeedsReason`, `HoldsNumber`."""
    text, reason = text.strip(), reason.strip()
    if holds_national_id(f"{text}\n{reason}"):
        raise HoldsNumber
    found = sensitive_words(text)
    if found and not reason:
        raise NeedsReason(found)
    subject_id = application.candidate.subject_id
    subjects.lock(subject_id)
    fresh = subjects.fresh(application, by=by)
    note = Note.objects.create(
        application=fresh, text=text, concerns=sorted(found), reason=reason if found else "", written_by_id=by.pk,
        written_at=at,
    )  # fmt: skip
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=["text"], obj=note)
    retention.refresh(subject_id)
    return note


@transaction.atomic
def remove(*, note: Note, by: Actor, at: datetime.datetime) -> None:
    """Take it away. Raises `AlreadyRemoved`."""
    subject_id = note.application.candidate.subject_id
    subjects.lock(subject_id)
    fresh = Note.objects.filter(pk=note.pk).first()
    if fresh is None:
        raise AlreadyRemoved
    subjects.refuse_restricted(fresh, by=by)
    Note.objects.filter(pk=fresh.pk).delete()
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=["text"], obj=fresh)
    retention.refresh(subject_id)
