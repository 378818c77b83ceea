"""Telling recipients what became of data they were given: corrected, erased, set aside (GDPR art. 19)."""

import datetime
import uuid
from collections.abc import Collection as Several
from collections.abc import Iterable

from django.db import connection, transaction

from privacy.actions import outbox, trail
from privacy.choices import Category, Verb
from privacy.choices.disclosures import RecipientReason, ToldThrough
from privacy.emails.informing import recipient_notice
from privacy.models import Controller, RecipientNotice
from privacy.ports import Actor, nudge
from privacy.queries import notifying

# One notice for each recipient of each person, set by set: a purge comes through here with thousands of persons. A company
# that gave us the data hears by its own references what became of them.
OWED = """
    INSERT INTO privacy_recipientnotice
      (subject_uuid, recipient_id, contact_uuid, reason, categories, disclosures, source_references, created_at,
       is_unreached, through, no_tell_reason)
    SELECT subject_uuid, recipient_id, contact_uuid, %s, %s, given, known_as, %s, false, '', '' FROM (
      SELECT subject_uuid, recipient_id, contact_uuid, array_agg(id ORDER BY id) AS given, '{}'::varchar[] AS known_as
      FROM privacy_disclosure WHERE subject_uuid = ANY (%s) AND (%s OR categories && %s)
      GROUP BY subject_uuid, recipient_id, contact_uuid
      UNION ALL
      SELECT subject_id, origin_id, NULL, '{}', array_agg(reference ORDER BY id)
      FROM privacy_collection WHERE subject_id = ANY (%s) AND origin_id IS NOT NULL
      GROUP BY subject_id, origin_id
    ) AS owed
"""


class AlreadySettled(Exception):
    """The recipient was told, or somebody decided not to."""


def owe(
    reason: RecipientReason,
    *,
    subject_ids: Iterable[uuid.UUID],
    categories: Several[str] = (),
    at: datetime.datetime,
) -> None:
    """Note that whoever was given data of these persons, or gave them to us, is to be told.

    Of `categories` only, where some are named; a source is told in any case.

    Part of the caller's transaction: what is owed survives whatever happens to the worker that tells.
    """
    kinds = sorted(categories)
    # Who somebody is and how to reach them stands in whatever was given.
    is_in_all = not kinds or bool({Category.IDENTITY, Category.CONTACT} & set(kinds))
    persons = list(subject_ids)
    with connection.cursor() as cursor:
        cursor.execute(OWED, [reason, kinds, at, persons, is_in_all, kinds, persons])
        if cursor.rowcount:
            nudge("privacy.jobs.tell_recipients")


@transaction.atomic
def tell(*, pk: int, at: datetime.datetime) -> bool:
    """Write to one recipient who is to be told; False where it has no address, and a colleague has to."""
    notice = RecipientNotice.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if notice is None or notice.mail_number or notice.told_at or notice.no_tell_reason:
        return False
    to = notifying.address_of(notice)
    if to is None:
        return False
    message = recipient_notice(notice, controller=Controller.objects.get(valid_until=None))
    notice.mail_number = outbox.write(message, to=to, subject_id=None, language="nb", at=at).pk
    notice.save(update_fields=["mail_number"])
    return True


def was_sent(*, mail_number: int, at: datetime.datetime) -> None:
    """The mail has gone out: now the recipient is told, and the person's history says so."""
    for notice in RecipientNotice.objects.filter(mail_number=mail_number, told_at=None):
        _settled(notice, None, at, told_at=at, through=ToldThrough.EMAIL)


def not_reached(*, mail_number: int) -> bool:
    """The mail was given up: a colleague has to tell. Says whether that mail was such a notice."""
    untold = RecipientNotice.objects.filter(mail_number=mail_number, told_at=None)
    return untold.update(mail_number=None, is_unreached=True) > 0


@transaction.atomic
def told_otherwise(*, notice: RecipientNotice, through: str, by: Actor, at: datetime.datetime) -> None:
    """A colleague told the recipient by letter, by telephone or face to face. Raises `AlreadySettled`."""
    _settled(_standing(notice), by, at, told_at=at, through=through)


@transaction.atomic
def leave(*, notice: RecipientNotice, reason: str, by: Actor, at: datetime.datetime) -> None:
    """Telling is impossible, or would take a disproportionate effort (GDPR art. 19). Raises `AlreadySettled`."""
    standing = _standing(notice)
    RecipientNotice.objects.filter(pk=standing.pk).update(
        no_tell_reason=reason, settled_by_uuid=by.subject_id, source_references=[]
    )


def _standing(notice: RecipientNotice) -> RecipientNotice:
    fresh = RecipientNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if fresh.told_at or fresh.no_tell_reason:
        raise AlreadySettled
    return fresh


def _settled(
    notice: RecipientNotice, by: Actor | None, at: datetime.datetime, *, told_at: datetime.datetime, through: str
) -> None:
    RecipientNotice.objects.filter(pk=notice.pk).update(
        told_at=told_at, through=through, is_unreached=False, settled_by_uuid=by.subject_id if by else None,
        source_references=[],
    )  # fmt: skip
    company = notice.recipient.company_uuid or notice.recipient_id
    trail.record(
        Verb.RECIPIENT_TOLD, subject_id=notice.subject_uuid, by=by, at=at, activity="rights", fields=[notice.reason],
        recipient=trail.Recipient(company, notice.contact_uuid),
    )  # fmt: skip
