"""The trail: what was done with a person's data, by whom, what for; names of fields, never values."""

import datetime
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model

from privacy.actions import rows
from privacy.choices import Verb
from privacy.models import TrailEntry
from privacy.ports import Actor

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
    TrailEntry.objects.create(
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


def record_many(
    verb: Verb, *, subject_ids: Iterable[uuid.UUID], by: Actor, at: datetime.datetime, activity: str, label: str = ""
) -> None:
    """The same entry for each of many persons, in one statement: who stood on a list."""
    what = {"verb": verb, "activity": activity, "object_label": label, "at": at}
    who = {"actor_uuid": by.subject_id, "role": by.role}
    rows.add(TrailEntry, ({"subject_uuid": subject_id, **what, **who} for subject_id in subject_ids))


def record_erasures(subject_ids: Iterable[uuid.UUID], *, by: Actor | None, at: datetime.datetime) -> None:
    """One entry for each of many persons, in one statement."""
    who = {"actor_uuid": by.subject_id if by else None, "role": by.role if by else PROGRAM}
    what = {"verb": Verb.ERASED, "activity": "rights", "at": at}
    rows.add(TrailEntry, ({"subject_uuid": subject_id, **what, **who} for subject_id in subject_ids))
