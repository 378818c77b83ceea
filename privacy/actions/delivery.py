"""How one mail reaches the mail server: claimed and committed, then handed over, then noted.

Between the claim and the note nobody can say whether the server has it. Whoever dies there leaves a mail that *may have
been sent*: it is never sent again by itself, a human decides. So no death sends a mail twice, and none loses one silently.
"""

import datetime
import logging
import re
import smtplib
from collections.abc import Iterable
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from privacy.actions import informing, notifying, outbox, subjects, trail
from privacy.choices import MailState, MessageClass, Verb
from privacy.choices.events import Event
from privacy.emails.look import html_of
from privacy.models import FileTombstone, OutgoingMail, Suppression
from privacy.ports import Actor, MayHaveGone, tell
from privacy.queries.suppressions import ALL

logger = logging.getLogger(__name__)

BACK_OFF = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
DEAD_AFTER = datetime.timedelta(minutes=15)  # longer than any worker talks to a mail server about one mail
METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL)\r?$", re.MULTILINE)
# Written in the transaction that erased somebody, as the tombstones of the files were: the moment is the same.
SAY_IT_IS_GONE = ["privacy/email/erased", "privacy/letters/kept_by_law_1"]
IN_DOUBT = [MailState.SENDING, MailState.UNKNOWN]


class NobodyTookIt(Exception):
    """The mail server took it for nobody."""


def deliver(*, pks: Iterable[int], at: datetime.datetime) -> None:
    """Send those of these mails that wait, over one connection. Restricted or refused meanwhile, a mail is withheld."""
    line = _Line()
    try:
        for pk in pks:
            _deliver(pk, line, at)
    finally:
        line.close()


def due(*, at: datetime.datetime) -> QuerySet[OutgoingMail]:
    """What may be sent by now. Nobody is told that all is deleted while storage has a file of theirs still."""
    has_files = Q(Exists(FileTombstone.objects.filter(created_at=OuterRef("created_at"))))
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED, next_at__lte=at)
    return waiting.exclude(Q(template__in=SAY_IT_IS_GONE) & has_files)


def doubt(*, at: datetime.datetime) -> int:
    """Mails whose worker died after the claim: they may have been sent, and wait for a human."""
    dead = OutgoingMail.objects.filter(state=MailState.SENDING, claimed_at__lt=at - DEAD_AFTER)
    return dead.update(state=MailState.UNKNOWN)


def doubt_all(*, at: datetime.datetime) -> int:
    """Of a restored database: what waited in the backup may have been sent since, and waits for a human."""
    waited = OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    return waited.update(state=MailState.UNKNOWN, claimed_at=at)


def _deliver(pk: int, line: "_Line", at: datetime.datetime) -> None:
    if not due(at=at).filter(pk=pk).exists():
        return
    try:
        line.open()  # before the claim: a server that does not answer leaves no doubt
    except Exception as error:  # whatever the mail server does, the row stays and says so
        _note(pk, MailState.QUEUED, None, error, at)
        return
    mail = _claim(pk, at)
    if mail is None:
        return
    try:
        line.send(_as_email(mail))
    except Exception as error:
        line.close()
        _note(pk, MailState.SENDING, at, error, at)
    else:
        _note(pk, MailState.SENDING, at, None, at)


class _Line:
    """One connection to the mail server, opened for the first mail that needs it; when nobody answers, for none."""

    def __init__(self) -> None:
        self._server: Any = None
        self._nobody_answers: Exception | None = None

    def open(self) -> None:
        if self._nobody_answers:
            raise self._nobody_answers
        try:
            self._server = self._server or get_connection()
            self._server.open()
        except Exception as error:
            self._nobody_answers = error
            raise

    def send(self, email: EmailMultiAlternatives) -> None:
        if not self._server.send_messages([email]):
            raise NobodyTookIt

    def close(self) -> None:
        with suppress(Exception):
            if self._server:
                self._server.close()


@transaction.atomic(durable=True)
def _claim(pk: int, at: datetime.datetime) -> OutgoingMail | None:
    """From now on this worker alone may send it. Under the person's lock: what was set aside or refused is seen."""
    mail = _locked(pk, MailState.QUEUED)
    if mail is None or mail.next_at > at:
        return None
    if _is_withheld(mail):
        mail.state = MailState.WITHHELD
        mail.save(update_fields=["state", *_wiped(mail)])
        return None
    mail.state, mail.claimed_at = MailState.SENDING, at
    mail.save(update_fields=["state", "claimed_at"])
    return mail


def _locked(pk: int, *states: MailState) -> OutgoingMail | None:
    """The person first, as everybody does, then the row; None when it is erased, or in somebody else's hands."""
    person = OutgoingMail.objects.filter(pk=pk).values_list("subject", flat=True).first()
    if person:
        subjects.lock_who_is_left(person)
    rows = OutgoingMail.objects.select_for_update(of=("self",), skip_locked=True)
    return rows.filter(pk=pk, state__in=states).first()


def _is_withheld(mail: OutgoingMail) -> bool:
    said_no = Suppression.objects.filter(digest__in=mail.address_digests, kind__in=[mail.marketing_kind, ALL])
    is_stopped = mail.mailing is not None and mail.mailing.stopped_at is not None
    if is_stopped or said_no.exists():  # since it was written
        return True
    return not (mail.reaches_restricted or OutgoingMail.objects.unrestricted().filter(pk=mail.pk).exists())


def _wiped(mail: OutgoingMail) -> list[str]:
    """The text of a mail with a code or a personal link does not stay."""
    if mail.is_secret:
        mail.body_text = mail.calendar_text = ""
    return ["body_text", "calendar_text"]


def _as_email(mail: OutgoingMail) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{mail.message_uuid}@{domain}>"}
    if mail.message_class == MessageClass.MARKETING:
        link = outbox.stop_link(email=mail.to, subject_id=mail.subject_id, kind=mail.marketing_kind)
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    email = EmailMultiAlternatives(mail.subject_line, mail.body_text, to=[mail.to], headers=headers)
    email.attach_alternative(html_of(mail), "text/html")
    if method := METHOD.search(mail.calendar_text):  # last: what a reader understands best comes last (RFC 2046, 5.1.4)
        email.attach_alternative(mail.calendar_text, f"text/calendar; method={method[1]}")
    return email


@transaction.atomic
def _note(
    pk: int, state: MailState, claim: datetime.datetime | None, error: Exception | None, at: datetime.datetime
) -> None:
    """What came of it. Erased meanwhile, there is nothing to note; in doubt meanwhile, now it is known."""
    mail = _locked(pk, state, MailState.UNKNOWN) if claim else _locked(pk, state)
    if mail is None or mail.claimed_at != claim:
        logger.warning("mail %s: erased, or decided by somebody, while it was sent", pk)
    elif error is None:
        note_sent(mail, at=at, by=None)
    elif isinstance(error, MayHaveGone):
        mail.state, mail.last_error = MailState.UNKNOWN, _words_of(error)
        mail.save(update_fields=["state", "last_error"])
        _tell(mail)
    else:
        _failed(mail, error, at)


def note_sent(mail: OutgoingMail, *, at: datetime.datetime, by: Actor | None) -> None:
    """Under the locks of the person and the row."""
    notifying.was_sent(mail_number=mail.pk, at=at)
    tell(Event.MAIL, mail=mail.pk, state=MailState.SENT.value)
    if mail.subject_id is None:  # a farewell, or a word to a company: it dies when sent
        mail.delete()
        return
    mail.state, mail.sent_at, mail.last_error = MailState.SENT, at, ""
    mail.save(update_fields=["state", "sent_at", "last_error", *_wiped(mail)])
    trail.record(
        Verb.MAILED, subject_id=mail.subject_id, by=by, at=at, activity=mail.activity.code, fields=[mail.template]
    )


def _failed(mail: OutgoingMail, error: Exception, at: datetime.datetime) -> None:
    """Not sent, for certain: tried again later, unless the server said that it never will."""
    mail.attempts += 1
    mail.last_error, mail.claimed_at = _words_of(error), None
    if mail.attempts > len(BACK_OFF) or _is_final(error):
        mail.state = MailState.FAILED
        _wiped(mail)
        if informing.not_reached(mail_number=mail.pk) or notifying.not_reached(mail_number=mail.pk):
            mail.body_text = mail.calendar_text = ""  # told anew, by a mail of its own, or by hand
        logger.error("mail %s given up after %s attempts: %s", mail.pk, mail.attempts, mail.last_error)
    else:
        mail.state, mail.next_at = MailState.QUEUED, at + BACK_OFF[mail.attempts - 1]
    mail.save(update_fields=["attempts", "last_error", "claimed_at", "state", "next_at", "body_text", "calendar_text"])
    _tell(mail)


def _tell(mail: OutgoingMail) -> None:
    tell(Event.MAIL, mail=mail.pk, state=mail.state, attempts=mail.attempts)


def _is_final(error: Exception) -> bool:
    """5xx: the server will never take it (RFC 5321, 4.2.1); 4xx, and no answer: perhaps later."""
    return bool(codes := _codes(error)) and all(500 <= code <= 599 for code in codes)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _words_of(error: Exception) -> str:
    """Never the server's own words: the address stands in them."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])[:100]
