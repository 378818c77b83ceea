"""Who reads a presentation: the mailbox confirmed by a code, colleagues let in and taken out.

The link alone opens nothing. A code works for ten minutes, once, for five tries; six are sent a day. All of it is counted
on the reader's own row, under the reader's lock, so that no number of browsers at once gets more.
"""

import datetime

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from candidates.actions import presentation_locks as locks
from candidates.actions import presentations, showing_ended
from candidates.actions.presentation_refusals import refusing
from candidates.emails import presenting as emails
from candidates.models import Presentation, PresentationItem, PresentationReader
from candidates.queries import presentations as reading
from clients.actions import companies, orders
from clients.models import ClientContact
from privacy import registries
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

LASTS = datetime.timedelta(minutes=10)
TRIES, CODES_A_DAY = 5, 6
MOST = 5  # colleagues; the database counts too


class TooManyCodes(Exception):
    """As many codes were sent today as one reader gets."""


class WrongCode(Exception):
    """Not the code that was sent last, or it is over, or was tried too often."""


class MayNotInvite(Exception):
    """Only whoever we let in lets colleagues in."""


class AlreadyReads(Exception):
    """The colleague reads it already."""


class TooMany(Exception):
    """As many colleagues as may read it do."""


class AlreadyOut(Exception):
    """The colleague was taken out before."""


@transaction.atomic
def send_code(*, reader: PresentationReader, language: str, at: datetime.datetime) -> None:
    """To the reader's own address; the one before works no more. Raises `TooManyCodes`, `PersonIsGone`."""
    fresh, today = _locked(reader), timezone.localdate(at)
    sent = fresh.codes_sent if fresh.codes_on == today else 0
    if sent >= CODES_A_DAY:
        raise TooManyCodes
    code = str(get_adapter().generate_login_code())
    PresentationReader.objects.filter(pk=fresh.pk).update(
        code_digest=_digest(fresh, code), code_until=at + LASTS, tries_left=TRIES, codes_on=today, codes_sent=sent + 1
    )
    message = emails.presentation_code(fresh, code=code)
    contact = fresh.contact
    mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=language, at=at)
    retention.refresh(contact.subject_id)


def confirm(*, reader: PresentationReader, code: str, at: datetime.datetime) -> None:
    """The code was typed. Raises `WrongCode` (a try is spent, and stays spent), `PersonIsGone`."""
    if not _is_right(reader, code, at):
        raise WrongCode


@transaction.atomic
def _is_right(reader: PresentationReader, code: str, at: datetime.datetime) -> bool:
    fresh = _locked(reader)
    is_tried = (
        bool(fresh.code_digest) and fresh.tries_left > 0 and fresh.code_until is not None and at < fresh.code_until
    )
    is_right = is_tried and constant_time_compare(fresh.code_digest, _digest(fresh, code))
    left = {"code_digest": "", "tries_left": 0} if is_right else {"tries_left": max(fresh.tries_left - 1, 0)}
    PresentationReader.objects.filter(pk=fresh.pk).update(**left)
    retention.refresh(fresh.contact.subject_id)
    return is_right


def _digest(reader: PresentationReader, code: str) -> str:
    typed = "".join(each for each in code.upper() if each.isalnum())
    return salted_hmac(f"presentation-code:{reader.pk}", typed, algorithm="sha256").hexdigest()


@transaction.atomic
def invite(*, reader: PresentationReader, name: str, email: str, at: datetime.datetime) -> PresentationReader:
    """The contact lets a colleague read, too. Whom we do not know is told first where we have this from.

    What is given to the colleague is written down as given to them. Raises `MayNotInvite`, `AlreadyReads`, `TooMany`,
    `Refused`, `PersonIsGone`, `IsRestricted`.
    """
    host = reading.readers().get(pk=reader.pk)
    whole, by = host.presentation, reading.actor(host)
    known = (
        ClientContact.objects.filter(company=whole.job_order.company_id, ended_at=None, email__iexact=email)
        .order_by("pk")
        .first()
    )
    orders.keep_open(order_id=whole.job_order_id)
    invited = [known.subject_id] if known else []
    locks.everybody(whole.pk, host.contact.subject_id, *invited, to=locks.TO_READ, must_be_there=True)
    candidates = list(reading.in_it(whole))
    _refuse(host, known)
    contact = known or _named_by(host, name=name, email=email, at=at)
    with refusing():
        row = PresentationReader.objects.create(
            presentation=whole, contact=contact, is_invited=True, invited_by=host.contact, granted_at=at
        )
    _give_to(reading.readers().get(pk=row.pk), by, at)
    retention.refresh(contact.subject_id, host.contact.subject_id, *(each.subject_id for each in candidates))
    return row


def _named_by(host: PresentationReader, *, name: str, email: str, at: datetime.datetime) -> ClientContact:
    try:
        return companies.add_contact(
            company=host.presentation.job_order.company, name=name, email=email, by=reading.actor(host), at=at
        )
    except companies.AlreadyThere as error:  # let in twice at once
        raise AlreadyReads from error


def _give_to(guest: PresentationReader, by: Actor, at: datetime.datetime) -> None:
    """What the colleague can read from now on, written down candidate by candidate, and a link."""
    for number in reading.shown_to(guest, at=at):
        items = PresentationItem.objects.filter(presentation=guest.presentation, candidate=number)
        presentations.disclose(items, reader=guest, by=by, at=at)
    trail.record(
        Verb.CHANGED, subject_id=guest.contact.subject_id, by=by, at=at, activity=presentations.ACTIVITY,
        fields=["granted_at"], obj=guest,
    )  # fmt: skip
    presentations.let_read(guest, at=at)


def _refuse(host: PresentationReader, known: ClientContact | None) -> None:
    readers = PresentationReader.objects.filter(presentation=host.presentation, revoked_at=None)
    if host.is_invited or not readers.filter(pk=host.pk).exists():
        raise MayNotInvite
    if known and readers.filter(contact=known).exists():
        raise AlreadyReads
    if readers.filter(is_invited=True).count() >= MOST:
        raise TooMany


@transaction.atomic
def send_again(*, reader: PresentationReader, by: Actor, at: datetime.datetime) -> None:
    """A new link to the same reader; the one before, and every code, works no more. Raises `NotOut`, `PersonIsGone`,
    `IsRestricted`."""
    fresh = _locked(reader)
    locks.hold(reader.presentation_id)
    whole = Presentation.objects.get(pk=reader.presentation_id)
    subjects.refuse_restricted(fresh, by=by)
    if not reading.shown_to(fresh, at=at) or whole.is_draft:
        raise presentations.NotOut
    PresentationReader.objects.filter(pk=fresh.pk).update(code_digest="", tries_left=0)
    presentations.let_read(fresh, at=at)
    trail.record(
        Verb.CHANGED, subject_id=fresh.contact.subject_id, by=by, at=at, activity=presentations.ACTIVITY,
        fields=["granted_at"], obj=fresh,
    )  # fmt: skip
    retention.refresh(fresh.contact.subject_id)


@transaction.atomic
def take_out(*, reader: PresentationReader, at: datetime.datetime) -> None:
    """From the next request on this person sees nothing. Raises `AlreadyOut`, `PersonIsGone`."""
    fresh = _locked(reader)
    if fresh.revoked_at:
        raise AlreadyOut
    PresentationReader.objects.filter(pk=fresh.pk).update(revoked_at=at, code_digest="", tries_left=0)
    showing_ended.note(subject_id=fresh.contact.subject_id, at=at, reader=fresh.pk)
    retention.refresh(fresh.contact.subject_id)


def language_for(reader: PresentationReader) -> str:
    return registries.language_of(reader.contact.subject_id)


def _locked(reader: PresentationReader) -> PresentationReader:
    subjects.lock(reader.contact.subject_id)
    fresh = reading.readers().filter(pk=reader.pk).first()
    if fresh is None:
        raise subjects.PersonIsGone
    return fresh
