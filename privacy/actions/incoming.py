"""Mail to the one contact address: each becomes a case, once, and its sender gets one receipt."""

import datetime
import logging
from collections import Counter
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from privacy.actions import bounces, case_files, inbox, informing, mails, retention, subjects, suppressions, trail
from privacy.choices import CaseKind, Verb
from privacy.choices.inbox import CaseChannel
from privacy.choices.requests import Right
from privacy.deadlines import answer_by
from privacy.emails.inbox import MAIL_RECEIVED, mail_received
from privacy.models import CaseMessage, Controller, InboxCase, InboxReading, OutgoingMail
from privacy.ports import Arrived, Mailbox, MailIsGone, ReceivedMail, UnreadableMail
from privacy.queries import incoming, lookup

logger = logging.getLogger(__name__)

MOST = 200  # mails a run
MOST_TEXT = 20_000
RECEIPT_EVERY = datetime.timedelta(days=1)
ASIDE_FOR = datetime.timedelta(days=30)


def read(*, mailbox: Mailbox, at: datetime.datetime) -> Counter[str]:
    """Take everything that lies in the inbox. A mail is removed when the database has it, and not before: whoever dies
    in between reads it again, and finds the same case. Counts what came of each."""
    counts: Counter[str] = Counter()
    for mail in mailbox.arrived()[:MOST]:
        try:
            counts[_taken(mailbox, mail, at)] += 1
        except MailIsGone:
            continue
        except Exception:  # the next one is read all the same; this one stays where it is, and the alarm says so
            logger.exception("a mail in the inbox could not be taken")
            counts["left"] += 1
    aside = mailbox.aside(older_than=at - ASIDE_FOR)
    told = {"read_at": at, "left": counts["left"], "set_aside": aside}
    InboxReading.objects.update_or_create(id=1, defaults=told)
    return counts


def _taken(mailbox: Mailbox, mail: Arrived, at: datetime.datetime) -> str:
    try:
        received = mailbox.open(mail)
    except UnreadableMail as error:
        take_unreadable(key=str(error), received_at=min(mail.received_at, at), at=at)
        mailbox.set_aside(mail)
        return "unreadable"
    came_of_it = take(received=received, at=at)
    mailbox.remove(mail)
    return came_of_it


def take(*, received: ReceivedMail, at: datetime.datetime) -> str:
    """One mail: a report about mail of ours, more of a case, or a new case. Says which."""
    with case_files.undo() as written, transaction.atomic():
        _one_at_a_time()
        if received.report is not None:
            return _reported(received, at)
        if received.message_id and incoming.mails_named([received.message_id]):
            return "own"  # ours, come back by a detour
        if _is_known(received.key):
            return "known"
        case = incoming.case_answered(received.subject, received.answers, received.sender)
        if case and _goes_on(case, received, written, at):
            return "added"
        _begins(received, written, at)
        return "case"


def _one_at_a_time() -> None:
    """Two readers would each see no receipt of today's, and no case yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('inbox', 0))")


def _reported(received: ReceivedMail, at: datetime.datetime) -> str:
    lost = [bounces.record(mail=mail, at=at) for mail in incoming.mails_named(received.report or ())]
    return "bounce" if any(lost) else "report"


def _is_known(key: str) -> bool:
    rows = (InboxCase, CaseMessage)
    return any(model._base_manager.filter(submission_key=key).exists() for model in rows)


def _goes_on(case: InboxCase, received: ReceivedMail, written: list[str], at: datetime.datetime) -> bool:
    """A reply adds to its case, and opens it again if it was answered; a machine's reply opens nothing.

    False if the case went while we waited: then this is a new one.
    """
    if not subjects.lock_who_is_left(case.subject_id):
        return False
    fresh = InboxCase.objects.filter(pk=case.pk, request=None).first()
    if fresh is None:
        return False
    CaseMessage.objects.create(case=fresh, text=_text(received), submission_key=received.key, at=_moment(received, at))
    case_files.keep(fresh, received.files, at=_moment(received, at), written=written)
    if fresh.closed_at and not received.is_automatic:
        inbox.open_again(case=fresh, at=_moment(received, at))
    _collected(fresh, ["message"], at)
    retention.refresh(fresh.subject_id)
    return True


def _begins(received: ReceivedMail, written: list[str], at: datetime.datetime) -> None:
    """An address proves nothing: each mail is a person's of its own, until somebody here knows better."""
    subject, moment = subjects.create(at=at), _moment(received, at)
    right = incoming.right_in(received.subject, received.text)
    is_private = right not in ("", Right.MARKETING) or incoming.is_about_a_request(received.subject)
    kind = CaseKind.PRIVACY if is_private else CaseKind.QUESTION
    case = InboxCase.objects.create(
        subject=subject, kind=kind, channel=CaseChannel.MAIL, name=received.name or received.sender[:150],
        email=received.sender, subject_line=received.subject, message=_text(received) or received.subject,
        language=incoming.language_of(received.subject, received.text), suggested_right=right,
        is_automatic=received.is_automatic or _is_our_own(received.sender), left_out=received.left_out,
        submission_key=received.key, owner=inbox.owner_for(kind), received_at=moment,
        due_on=answer_by(timezone.localdate(moment)),
    )  # fmt: skip
    case_files.keep(case, received.files, at=moment, written=written)
    _collected(case, ["email", "message", "name"], at)
    _stop_if_that_is_all(case, received, at)
    _tell(case, at)
    retention.refresh(case.subject_id)


@transaction.atomic
def take_unreadable(*, key: str, received_at: datetime.datetime, at: datetime.datetime) -> None:
    """A mail that no program could read is a case, too: somebody here opens it where it was set aside."""
    _one_at_a_time()
    if _is_known(key):
        return
    subject = subjects.create(at=at)
    with translation.override(settings.LANGUAGE_CODE):
        message = gettext(
            "A mail came that could not be read, or was too large. It is set aside in the folder “unreadable”."
        )
    case = InboxCase.objects.create(
        subject=subject, channel=CaseChannel.MAIL, name="", email="", message=message, language=settings.LANGUAGE_CODE,
        is_automatic=True, submission_key=key, owner=inbox.owner_for(CaseKind.QUESTION), received_at=received_at,
        due_on=answer_by(timezone.localdate(received_at)),
    )  # fmt: skip
    _collected(case, [], at)
    retention.refresh(case.subject_id)


def _collected(case: InboxCase, fields: list[str], at: datetime.datetime) -> None:
    trail.record(
        Verb.COLLECTED, subject_id=case.subject_id, by=None, at=at, activity=inbox.ACTIVITY, fields=fields, obj=case
    )


def _moment(received: ReceivedMail, at: datetime.datetime) -> datetime.datetime:
    """When it came, as our mail server says; what stands in the mail is the sender's word."""
    return min(received.received_at, at)


def _text(received: ReceivedMail) -> str:
    return received.text if len(received.text) <= MOST_TEXT else received.text[:MOST_TEXT] + " […]"


def _is_our_own(address: str) -> bool:
    ours = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1], *Controller.objects.values_list("contact_email", flat=True)}
    return address in {each.lower() for each in ours}


def _stop_if_that_is_all(case: InboxCase, received: ReceivedMail, at: datetime.datetime) -> None:
    """Who writes “stop” and nothing else, from an address we know, gets no more advertising from now on.

    The address may be forged. What then happens is that somebody gets less advertising and a mail that says so; to wait
    for a colleague would be to go on advertising to people who said no (GDPR art. 21(3)).
    """
    if case.is_automatic or not case.email or not incoming.is_only_a_stop(received.subject, received.text):
        return
    if any(person != case.subject_id for person in lookup.persons_at(case.email)):
        suppressions.stop_for_address(email=case.email, at=at)
        inbox.note_stopped(case=case, by=None, at=at)


def _tell(case: InboxCase, at: datetime.datetime) -> None:
    """One receipt a day to an address, with the statement; none to machines, which would answer it.

    Whoever was told today by an earlier receipt was told; whoever gets none is to be told before anything else, or what
    came goes (`informing.collected`).
    """
    what: Any = {
        "subject_id": case.subject_id,
        "object_label": case._meta.label_lower,
        "activity": inbox.ACTIVITY,
        "at": at,
    }
    if case.is_automatic or not case.email:
        informing.collected_from_the_person(**what)
        return
    earlier = OutgoingMail.objects.filter(to=case.email, template=MAIL_RECEIVED, created_at__gt=at - RECEIPT_EVERY)
    mail = earlier.order_by("-pk").first()
    told = informing.told_by_mail(language=case.language, **what)
    if mail is None:
        mail = mails.queue(
            mail_received(case, notice=told.notice), to=case.email, subject_id=case.subject_id, language=case.language,
            at=at,
        )  # fmt: skip
    informing.told_by(mail, collection=told)
