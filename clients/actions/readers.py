"""Who at a client may follow an order: let in by us, invited by a colleague, taken back, over with the order."""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.actions import companies
from clients.emails import enquiries as emails
from clients.models import ClientContact, JobOrder, OrderReader
from clients.queries import readers
from privacy import registries
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.models import Subject
from privacy.ports import PERSON, Actor

ACTIVITY = "clients"
MOST_A_DAY = 20  # invitations of one client, to whatever address: each is a mail in our name
MOST = 5  # colleagues invited to one order; the database counts too (the guards of readers)


class OrderIsClosed(Exception):
    """A closed order lets nobody in any more."""


class WrongCompany(Exception):
    """The contact person is another company's, or speaks for it no longer."""


class AlreadyReads(Exception):
    """The person follows the order already."""


class TooMany(Exception):
    """As many colleagues as may follow the order do."""


class TooManyToday(Exception):
    """The client has sent as many invitations as it may in a day."""


class MayNotInvite(Exception):
    """Only a contact person whom we let in invites colleagues."""


class AlreadyRevoked(Exception):
    """The access was taken back before."""


@transaction.atomic
def grant(*, contact: ClientContact, order: JobOrder, by: Actor, at: datetime.datetime) -> OrderReader:
    """Let a contact person follow an order, and say so by e-mail.

    Raises `OrderIsClosed`, `WrongCompany`, `AlreadyReads`, `PersonIsGone`, `IsRestricted`.
    """
    order = _open(order)
    subjects.lock(contact.subject_id)
    return _let_in(subjects.fresh(contact, by=by), order, by=by, at=at)


@transaction.atomic
def invite(*, order: JobOrder, name: str, email: str, by: Actor, at: datetime.datetime) -> OrderReader:
    """A contact person lets a colleague follow the order. Whom we do not know is told first where we have this from.

    Raises `MayNotInvite`, `OrderIsClosed`, `TooMany`, `TooManyToday`, `AlreadyReads`, `PersonIsGone`, `IsRestricted`.
    """
    order = _open(order)
    known = (
        ClientContact.objects.filter(company=order.company_id, ended_at=None, email__iexact=email)
        .order_by("pk")
        .first()
    )
    subjects.lock(by.subject_id, *([known.subject_id] if known else []))
    inviter = readers.inviter(by, order)
    if inviter is None:
        raise MayNotInvite
    if readers.invited_to(order).count() >= MOST:
        raise TooMany
    if _invited_today(order, at) >= MOST_A_DAY:
        raise TooManyToday
    contact = subjects.fresh(known, by=by) if known else _named(order, name=name, email=email, by=by, at=at)
    return _let_in(contact, order, by=by, at=at, is_invited=True, invited_by=inviter, only_reads=known is None)


def _named(order: JobOrder, *, name: str, email: str, by: Actor, at: datetime.datetime) -> ClientContact:
    try:
        return companies.add_contact(company=order.company, name=name, email=email, by=by, at=at)
    except companies.AlreadyThere as error:  # let in to two orders at once
        raise AlreadyReads from error


def _invited_today(order: JobOrder, at: datetime.datetime) -> int:
    """By anybody of the client, to any of its orders, taken out again or not."""
    since = at - datetime.timedelta(days=1)
    theirs = OrderReader.objects.filter(order__company=order.company_id, is_invited=True)
    return theirs.filter(granted_at__gt=since).count()


def _open(order: JobOrder) -> JobOrder:
    """The order before its people, as closing does."""
    fresh = JobOrder.objects.select_for_update(no_key=True, of=("self",)).select_related("company").get(pk=order.pk)
    if fresh.closed_at:
        raise OrderIsClosed
    return fresh


def _let_in(contact: ClientContact, order: JobOrder, *, by: Actor, at: datetime.datetime, **how: object) -> OrderReader:
    """Under the locks of the order and the person."""
    if contact.company_id != order.company_id or contact.ended_at:
        raise WrongCompany
    if OrderReader.objects.filter(contact=contact, order=order, revoked_at=None).exists():
        raise AlreadyReads
    reader = OrderReader.objects.create(contact=contact, order=order, granted_at=at, **how)
    _record(reader, ["granted_at"], by=by, at=at)
    language = registries.language_of(contact.subject_id)
    message = emails.order_access(reader)
    mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=language, at=at)
    retention.refresh(contact.subject_id)
    return reader


@transaction.atomic
def revoke(*, reader: OrderReader, by: Actor, at: datetime.datetime) -> None:
    """From the next request on the person does not see the order. Raises `AlreadyRevoked`, `PersonIsGone`."""
    contact = reader.contact
    subjects.lock(contact.subject_id)
    fresh = subjects.fresh(reader)  # also while restricted: closing a way in protects others
    if fresh.revoked_at:
        raise AlreadyRevoked
    OrderReader.objects.filter(pk=fresh.pk).update(revoked_at=at)
    _record(fresh, ["revoked_at"], by=by, at=at)
    if _only_read(at).filter(pk=contact.pk).exists():
        _end(contact, at)
    retention.refresh(contact.subject_id)


@transaction.atomic
def claim(*, by: Actor, at: datetime.datetime) -> int:
    """Whoever is logged in says: these contact persons with my confirmed address are me. Says how many there were."""
    if by.role != PERSON:
        return 0
    subjects.lock(by.subject_id, *readers.unclaimed(by).values_list("subject", flat=True))
    own = Subject.objects.get(pk=by.subject_id)
    found = list(readers.unclaimed(by).select_related("subject"))
    for contact in found:
        subjects.merge(lost=contact.subject, into=own, by=by, at=at)
    return len(found)


def end_expired(*, at: datetime.datetime) -> int:
    """The relation to those registered only to follow an order ends when none is left to follow; says how many."""
    over = list(_only_read(at).order_by("pk")[:500])
    return sum(_end_one(contact, at) for contact in over)


@transaction.atomic
def _end_one(contact: ClientContact, at: datetime.datetime) -> bool:
    if not subjects.lock_who_is_left(contact.subject_id) or not _only_read(at).filter(pk=contact.pk).exists():
        return False
    _end(contact, at)
    retention.refresh(contact.subject_id)
    return True


def _only_read(at: datetime.datetime) -> QuerySet[ClientContact]:
    """Those still there who were registered only to follow an order, and follow none any more."""
    theirs = OrderReader.objects.filter(contact=OuterRef("pk"))
    still_shown = Q(order__closed_at=None) | Q(order__closed_at__gt=at - readers.READ_AFTER_CLOSING)
    follows = Exists(theirs.filter(still_shown, revoked_at=None))
    return ClientContact.objects.filter(Exists(theirs.filter(only_reads=True)), ~follows, ended_at=None)


def _end(contact: ClientContact, at: datetime.datetime) -> None:
    ClientContact.objects.filter(pk=contact.pk).update(ended_at=at)
    trail.record(
        Verb.CHANGED, subject_id=contact.subject_id, by=None, at=at, activity=ACTIVITY, fields=["ended_at"], obj=contact
    )


def _record(reader: OrderReader, fields: list[str], *, by: Actor, at: datetime.datetime) -> None:
    subject_id = reader.contact.subject_id
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=reader)
