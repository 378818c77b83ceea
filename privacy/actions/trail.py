"""The trail: what was done with a person's data, by whom, what for; names of fields, never values."""

import datetime
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model

from privacy.actions import rows
from privacy.choices import Verb
from privacy.choices.events import Event
from privacy.models import TrailEntry
from privacy.ports import Actor, tell

PROGRAM = "program"


class Recipient(NamedTuple):
    """Who was given something: a company, and the person there."""

    company: uuid.UUID
    contact: uuid.UUID | None = None


def record(
    verb: Verb,
    *,
    subject_id: uuid.UUID,
    by: Actor | None,
    at: datetime.datetime,
    activity: str,
    fields: Iterable[str] = (),
    obj: Model | None = None,
    recipient: Recipient | None = None,
) -> None:
    """Add one entry. `by=None` is the program itself; `activity` is a `ProcessingActivity.code` (GDPR art. 5(2))."""
    entry = TrailEntry.objects.create(
        subject_uuid=subject_id,
        verb=verb,
        actor_uuid=by.subject_id if by else None,
        role=by.role if by else PROGRAM,
        activity=activity,
        object_label=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        fields=sorted(fields),
        company_uuid=recipient.company if recipient else None,
        contact_uuid=recipient.contact if recipient else None,
        at=at,
    )
    _tell(verb, by, activity=activity, object=entry.object_label, entry=entry.pk)


def record_many(
    verb: Verb, *, subject_ids: Iterable[uuid.UUID], by: Actor, at: datetime.datetime, activity: str, label: str = ""
) -> None:
    """The same entry for each of many persons, in one statement: who stood on a list."""
    what = {"verb": verb, "activity": activity, "object_label": label, "at": at}
    who = {"actor_uuid": by.subject_id, "role": by.role}
    people = list(subject_ids)
    rows.add(TrailEntry, ({"subject_uuid": subject_id, **what, **who} for subject_id in people))
    _tell(verb, by, activity=activity, object=label, persons=len(people))


def record_erasures(subject_ids: Iterable[uuid.UUID], *, by: Actor | None, at: datetime.datetime) -> None:
    """One entry for each of many persons, in one statement."""
    who = {"actor_uuid": by.subject_id if by else None, "role": by.role if by else PROGRAM}
    what = {"verb": Verb.ERASED, "activity": "rights", "at": at}
    people = list(subject_ids)
    rows.add(TrailEntry, ({"subject_uuid": subject_id, **what, **who} for subject_id in people))
    _tell(Verb.ERASED, by, activity="rights", persons=len(people))


def _tell(verb: Verb, by: Actor | None, **fields: int | str) -> None:
    """In the log as well, where no hand on the database reaches; the person is in the entry alone."""
    role, account = (by.role, by.pk) if by else (PROGRAM, None)
    tell(Event.TRAIL, verb=verb.value, role=role, account=account, **fields)
