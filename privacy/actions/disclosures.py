"""Giving data about a person to a recipient: the only door out, with its line in the ledger and the history."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Model

from privacy.actions import subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import RecipientKind
from privacy.models import Disclosure, ProcessingActivity, Recipient, Subject, restricted_persons
from privacy.ports import Actor
from privacy.queries import informing


class NotInformed(Exception):
    """The person was not told yet that we have the data, and from whom (GDPR art. 14(3)(c))."""


class NotAllowed(Exception):
    """The recipient may not have these data: no open order, no agreement in force, no law, no word from the person."""


@transaction.atomic
def disclose(
    *,
    subject_id: uuid.UUID,
    recipient: Recipient,
    categories: Sequence[str],
    activity: str,
    contact_uuid: uuid.UUID | None = None,
    obj: Model | None = None,
    by: Actor,
    at: datetime.datetime,
) -> Disclosure:
    """Write down that these kinds of data are given to this recipient; then, and only then, they are.

    Whether the recipient may have them is asked by the database, which cannot be passed by. Raises `NotInformed`,
    `NotAllowed`, `PersonIsGone`, and `IsRestricted` for a person whose data are set aside.
    """
    root = subjects.lock(subject_id)[subject_id]
    if not informing.is_informed(root):
        raise NotInformed
    if recipient.kind != RecipientKind.AUTHORITY and _is_set_aside(root, categories):
        raise subjects.IsRestricted
    try:
        with transaction.atomic():
            given = Disclosure.objects.create(
                subject_uuid=root, recipient=recipient, contact_uuid=contact_uuid, categories=sorted(set(categories)),
                activity=ProcessingActivity.objects.get(code=activity), actor_uuid=by.subject_id, role=by.role, at=at,
                object_label=obj._meta.label_lower if obj else "", object_id=str(obj.pk) if obj else "",
            )  # fmt: skip
    except IntegrityError as error:
        raise NotAllowed from error
    trail.record(
        Verb.SHARED, subject_id=root, by=by, at=at, activity=activity, fields=given.categories, obj=obj,
        recipient=trail.Recipient(recipient.company_uuid or recipient.pk, contact_uuid),
    )  # fmt: skip
    return given


def _is_set_aside(person: uuid.UUID, categories: Sequence[str]) -> bool:
    return Subject.objects.filter(pk__in=restricted_persons(categories)).filter(pk=person).exists()
