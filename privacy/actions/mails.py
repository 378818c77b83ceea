"""Mail: written as a row when it is decided, sent by the worker, tried again when it fails."""

import datetime
import logging
import uuid

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from privacy.actions import informing, notifying, outbox, subjects, trail
from privacy.choices import MailState, MessageClass, Verb
from privacy.emails import Message
from privacy.models import OutgoingMail, Suppression
from privacy.ports import Actor, nudge
from privacy.queries import suppressions

logger = logging.getLogger(__name__)

BACK_OFF = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


class TextIsGone(Exception):
    """The mail held a code or a personal link, or is too old: its text was wiped, and nothing is left to send."""


class Suppressed(Exception):
    """The address wants no advertising."""


@transaction.atomic
def queue(
    message: Message, *, to: str, subject_id: uuid.UUID | None, language: str, at: datetime.datetime
) -> OutgoingMail:
    """Write the mail down in the reader's language; the worker sends it within seconds, or the sweep within a minute.

    Who it is about is locked by the caller, as whatever the mail tells of is. Somebody whose data we have from others
    gets the notice about that first: it is the first word we send (GDPR art. 14(3)(b)). Raises `Suppressed` for an
    advertisement to an address that said no.
    """
    if message.message_class == MessageClass.MARKETING and suppressions.is_suppressed(to):
        raise Suppressed
    if subject_id:
        informing.tell_first(subject_id=subject_id, to=to, language=language, at=at)
    return outbox.write(message, to=to, subject_id=subject_id, language=language, at=at)


@transaction.atomic
def send(*, pk: int, at: datetime.datetime) -> None:
    """Send one waiting mail. The row is locked, so that two workers send it once; erased meanwhile: nothing is sent.

    Restricted meanwhile, it is withheld: what was said in it may be untrue by the day the restriction is lifted, so
    that a person decides then whether it still goes.
    """
    mail = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk=pk, state=MailState.QUEUED).first()
    if mail is None or mail.next_at > at:
        return
    if _is_withheld(mail):
        mail.state = MailState.WITHHELD
        mail.save(update_fields=["state", *_wiped(mail)])
        return
    try:
        _as_email(mail).send()
    except Exception as error:  # whatever the mail server does, the row stays and says so
        _failed(mail, error, at)
    else:
        _sent(mail, at)


def _is_withheld(mail: OutgoingMail) -> bool:
    if Suppression.objects.filter(digest__in=mail.address_digests).exists():
        return True  # said no since it was written
    unrestricted = OutgoingMail.objects.unrestricted().filter(pk=mail.pk)
    return not (mail.reaches_restricted or unrestricted.exists())


def _wiped(mail: OutgoingMail) -> list[str]:
    """The texts of a mail with a code or a personal link do not stay."""
    if mail.is_secret:
        mail.body_text = mail.body_html = ""
    return ["body_text", "body_html"]


def _as_email(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated"}
    if mail.message_class == MessageClass.MARKETING:
        link = outbox.stop_link(email=mail.to, subject_id=mail.subject_id)
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    email = EmailMultiAlternatives(mail.subject_line, mail.body_text, to=[mail.to], headers=headers)
    if mail.body_html:
        email.attach_alternative(mail.body_html, "text/html")
    return email


def _sent(mail: OutgoingMail, at: datetime.datetime) -> None:
    notifying.was_sent(mail_number=mail.pk, at=at)
    if mail.subject_id is None:  # a farewell, or a word to a company: it dies when sent
        mail.delete()
        return
    mail.state, mail.sent_at, mail.last_error = MailState.SENT, at, ""
    mail.save(update_fields=["state", "sent_at", "last_error", *_wiped(mail)])
    trail.record(
        Verb.MAILED, subject_id=mail.subject_id, by=None, at=at, activity=mail.activity.code, fields=[mail.template]
    )


def _failed(mail: OutgoingMail, error: Exception, at: datetime.datetime) -> None:
    mail.attempts += 1
    mail.last_error = type(error).__name__
    if mail.attempts > len(BACK_OFF):
        mail.state = MailState.FAILED
        _wiped(mail)
        if informing.not_reached(mail_number=mail.pk) or notifying.not_reached(mail_number=mail.pk):
            mail.body_text = mail.body_html = ""  # told anew, by a mail of its own, or by hand
        logger.error("mail %s given up after %s attempts: %s", mail.pk, mail.attempts, mail.last_error)
    else:
        mail.next_at = at + BACK_OFF[mail.attempts - 1]
    mail.save(update_fields=["attempts", "last_error", "state", "next_at", "body_text", "body_html"])


@transaction.atomic
def retry(*, mail: OutgoingMail, by: Actor, at: datetime.datetime) -> None:
    """Queue a mail that was given up, or withheld, once more. Raises `TextIsGone`, `PersonIsGone`, `IsRestricted`."""
    if mail.subject_id:
        subjects.lock(mail.subject_id)
    if not subjects.fresh(mail, by=by).body_text:
        raise TextIsGone
    OutgoingMail.objects.filter(pk=mail.pk, state__in=[MailState.FAILED, MailState.WITHHELD]).update(
        state=MailState.QUEUED, attempts=0, next_at=at
    )
    nudge("privacy.jobs.send_mail", mail.pk)


def waiting(*, at: datetime.datetime) -> list[int]:
    """The mails to be sent by now, the oldest first."""
    return list(
        OutgoingMail.objects.filter(state=MailState.QUEUED, next_at__lte=at)
        .order_by("next_at", "pk")
        .values_list("pk", flat=True)[:500]
    )
