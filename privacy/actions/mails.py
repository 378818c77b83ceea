"""Mail: written as a row when it is decided, sent by the worker (`delivery`), tried again when it fails."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from privacy.actions import delivery, informing, outbox, subjects
from privacy.choices import MailState, MessageClass
from privacy.emails import Message
from privacy.models import OutgoingMail
from privacy.ports import Actor, nudge
from privacy.queries import suppressions


class TextIsGone(Exception):
    """The mail held a code or a personal link, or is too old: its text was wiped, and nothing is left to send."""


class Suppressed(Exception):
    """The address wants no advertising of this kind."""


class NoAddress(Exception):
    """This is no e-mail address, or more than one."""


@transaction.atomic
def queue(
    message: Message, *, to: str, subject_id: uuid.UUID | None, language: str, at: datetime.datetime,
    by: Actor | None = None,
) -> OutgoingMail:  # fmt: skip
    """Write the mail down in the reader's language; the worker sends it within seconds, or the sweep within a minute.

    Who it is about is locked by the caller, as whatever the mail tells of is. Somebody whose data we have from others
    gets the notice about that first: it is the first word we send (GDPR art. 14(3)(b)). An advertisement to one person
    is written `by` a colleague; one to many is a mailing (`mailings.order`). Raises `Suppressed` for an advertisement
    to an address that said no, `NoAddress`.
    """
    refuse_no_address(to)
    if message.message_class == MessageClass.MARKETING and suppressions.is_suppressed(to, message.kind):
        raise Suppressed
    if subject_id:
        informing.tell_first(subject_id=subject_id, to=to, language=language, at=at)
    author = by.subject_id if by else None
    return outbox.write(message, to=to, subject_id=subject_id, language=language, at=at, author=author)


def refuse_no_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError:
        raise NoAddress from None


def send(*, pk: int, at: datetime.datetime) -> None:
    """Send one waiting mail, once (`delivery.deliver`)."""
    delivery.deliver(pks=[pk], at=at)


@transaction.atomic
def retry(*, mail: OutgoingMail, by: Actor, at: datetime.datetime) -> None:
    """Queue a mail once more that was given up or withheld, or that may have been sent: then it may come twice.

    Raises `TextIsGone`, `PersonIsGone`, `IsRestricted`.
    """
    if mail.subject_id:
        subjects.lock(mail.subject_id)
    if not subjects.fresh(mail, by=by).body_text:
        raise TextIsGone
    again = OutgoingMail.objects.filter(pk=mail.pk, state__in=[MailState.FAILED, MailState.WITHHELD, MailState.UNKNOWN])
    again.update(state=MailState.QUEUED, attempts=0, next_at=at, claimed_at=None)
    nudge("privacy.jobs.send_mail", mail.pk)


@transaction.atomic
def went(*, mail: OutgoingMail, by: Actor, at: datetime.datetime) -> None:
    """A human knows that a mail in doubt was sent: the mail server's log says so, or the reader. Raises `PersonIsGone`."""
    if mail.subject_id:
        subjects.lock(mail.subject_id)
    fresh = subjects.fresh(mail, by=by)
    if fresh.state == MailState.UNKNOWN and fresh.claimed_at:
        delivery.note_sent(fresh, at=fresh.claimed_at, by=by)


def waiting(*, at: datetime.datetime, most: int = 50) -> list[int]:
    """The next mails to be sent by now: service before advertising, the oldest first."""
    return list(delivery.due(at=at).order_by("-message_class", "next_at", "pk").values_list("pk", flat=True)[:most])
