"""Companies that ask us for help: received, answered, closed, or become a client with an order."""

import datetime
import uuid
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clients.actions import companies, orders, readers
from clients.choices import EnquiryOutcome
from clients.emails import enquiries as emails
from clients.models import ClientCompany, ClientContact, Enquiry, JobOrder
from privacy.actions import inbox, informing, mails, retention, subjects, trail
from privacy.choices import CaseKind, Verb
from privacy.deadlines import working_days_after
from privacy.models import Subject
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "enquiries"
ANSWER_WITHIN = 3  # working days
FOLLOW_UP_WITHIN = 10  # working days after an answer
DATA = ("company_name", "org_number", "needs", "wanted_from", "name", "email", "phone")


class Asked(TypedDict):
    """What the form hands over."""

    company_name: str
    org_number: str
    kind: str
    needs: str
    headcount: int
    wanted_from: str
    name: str
    email: str
    phone: str
    language: str


class AlreadyClosed(Exception):
    """The enquiry was closed, or became an order, before."""


class NoReason(Exception):
    """An enquiry is closed for a reason, and not as an order that is not there."""


@transaction.atomic
def receive(*, by: Actor | None, at: datetime.datetime, **asked: Unpack[Asked]) -> Enquiry:
    """Register an enquiry. The same words from the same address on the same day are the same one.

    Raises `PersonIsGone` when whoever is logged in was erased meanwhile.
    """
    key = _submission_key(at, asked)
    if known := _known(key):
        return known
    own = inbox.own_number(email=asked["email"], by=by)
    subject_id = own or subjects.create(at=at).pk
    enquiry, is_new = Enquiry.objects.get_or_create(
        submission_key=key, defaults={"subject_id": subject_id, "received_at": at, **_dealt_with(at, asked), **asked}
    )
    if not is_new:  # a twin was faster: its person is the right one
        if own is None:
            Subject.objects.filter(pk=subject_id).delete()
        return enquiry
    _receipt(enquiry, by, at)
    retention.refresh(subject_id)
    return enquiry


def _dealt_with(at: datetime.datetime, asked: Asked) -> dict[str, Any]:
    """By whom, and by when."""
    due_on = working_days_after(timezone.localdate(at), ANSWER_WITHIN)
    return {"owner": _owner(asked["org_number"]), "due_on": due_on}


def _receipt(enquiry: Enquiry, by: Actor | None, at: datetime.datetime) -> None:
    """Told at once, on the page it was typed on; and by e-mail that it came."""
    _record(Verb.COLLECTED, enquiry, [name for name in DATA if getattr(enquiry, name)], by=by, at=at)
    informing.told_at_once(
        subject_id=enquiry.subject_id, object_label=enquiry._meta.label_lower, activity=ACTIVITY,
        language=enquiry.language, at=at,
    )  # fmt: skip
    message = emails.enquiry_received(enquiry)
    mails.queue(message, to=enquiry.email, subject_id=enquiry.subject_id, language=enquiry.language, at=at)


def _submission_key(at: datetime.datetime, asked: Asked) -> str:
    """Equal for equal posts of one day in Oslo, and telling nobody without our key what was in them."""
    said = (asked["email"].lower(), asked["company_name"], asked["org_number"], asked["kind"], asked["needs"])
    text = "\0".join([*said, timezone.localdate(at).isoformat()]).encode(errors="replace")
    return salted_hmac("clients.enquiry", text, algorithm="sha256").hexdigest()


def _known(key: str) -> Enquiry | None:
    """What an equal post of today made. Erased meanwhile it is nobody's: then this is a new one."""
    enquiry = Enquiry.objects.filter(submission_key=key).first()
    try:
        return enquiry and _locked(enquiry)
    except subjects.PersonIsGone:
        return None


def _owner(org_number: str) -> Any:
    """The adviser of the client it comes from; else the first of those whose work it is."""
    client = (
        ClientCompany.objects.filter(org_number=org_number).select_related("adviser").first() if org_number else None
    )
    adviser: Any = client.adviser if client else None
    return adviser if adviser and adviser.is_active else inbox.owner_for(CaseKind.CLIENT)


@transaction.atomic
def assign(*, enquiry: Enquiry, owner: Actor, by: Actor, at: datetime.datetime) -> None:
    """Hand it to a colleague. Raises `AlreadyClosed`."""
    enquiry = _open(enquiry, owner, by=by)
    Enquiry.objects.filter(pk=enquiry.pk).update(owner=owner.pk)
    _record(Verb.CHANGED, enquiry, ["owner"], by=by, at=at)


@transaction.atomic
def answer(*, enquiry: Enquiry, answer: str, by: Actor, at: datetime.datetime) -> None:
    """Write to whoever asked. It stays open, with a new day, until it is an order or closed. Raises `AlreadyClosed`."""
    enquiry = _open(enquiry, by=by)
    whole = "\n\n".join(part for part in (enquiry.answer, answer) if part)
    due_on = working_days_after(timezone.localdate(at), FOLLOW_UP_WITHIN)
    Enquiry.objects.filter(pk=enquiry.pk).update(answer=whole, answered_at=at, due_on=due_on)
    _record(Verb.CHANGED, enquiry, ["answer"], by=by, at=at)
    message = emails.enquiry_answered(enquiry, answer)
    mails.queue(message, to=enquiry.email, subject_id=enquiry.subject_id, language=enquiry.language, at=at)
    retention.refresh(enquiry.subject_id)


@transaction.atomic
def close(*, enquiry: Enquiry, outcome: str, reason: str, by: Actor, at: datetime.datetime) -> None:
    """Nothing comes of it; its storage time begins. Raises `AlreadyClosed`, `NoReason`."""
    enquiry = _open(enquiry, by=by)
    if not reason or outcome not in dict(EnquiryOutcome.without_an_order()):
        raise NoReason
    Enquiry.objects.filter(pk=enquiry.pk).update(outcome=outcome, reason=reason, closed_at=at)
    _record(Verb.CHANGED, enquiry, ["outcome", "reason"], by=by, at=at)
    retention.refresh(enquiry.subject_id)


@transaction.atomic
def convert(
    *, enquiry: Enquiry, org_number: str, company_name: str, title: str, kind: str, adviser: Actor, by: Actor,
    at: datetime.datetime,
) -> JobOrder:  # fmt: skip
    """Make it a client (the one with this number, if there is one), a contact person and an order that waits to be opened.

    The contact person is the same person, who may follow the order from now on. Raises `AlreadyClosed`.
    """
    enquiry = _open(enquiry, by=by)
    company = _client(org_number, company_name, adviser)
    contact = _contact(enquiry, company, by, at)
    order = orders.register(company=company, kind=kind, title=title, adviser=adviser, at=at)
    readers.grant(contact=contact, order=order, by=by, at=at)
    Enquiry.objects.filter(pk=enquiry.pk).update(
        org_number=company.org_number, order=order, outcome=EnquiryOutcome.CONVERTED, closed_at=at
    )
    _record(Verb.CHANGED, enquiry, ["outcome", "order"], by=by, at=at)
    retention.refresh(enquiry.subject_id)
    return order


def _client(org_number: str, name: str, adviser: Actor) -> ClientCompany:
    known = ClientCompany.objects.filter(org_number=org_number).first()
    try:
        return known or companies.register(org_number=org_number, name=name, adviser=adviser)
    except companies.AlreadyRegistered:  # by a colleague, in the same moment
        return ClientCompany.objects.get(org_number=org_number)


def _contact(enquiry: Enquiry, company: ClientCompany, by: Actor, at: datetime.datetime) -> ClientContact:
    """Whoever asked, as a contact person; one the client has already, by person or address, is not made again."""
    root = numbers_of(enquiry.subject_id)[0]
    speaking = ClientContact.objects.filter(company=company, ended_at=None).order_by("created_at", "pk")
    own = speaking.filter(subject__in=numbers_of(root)).first()
    if known := own or speaking.filter(email__iexact=enquiry.email).first():
        return known
    card = {"name": enquiry.name, "email": enquiry.email, "phone": enquiry.phone}
    contact = ClientContact.objects.create(subject_id=root, company=company, created_at=at, **card)
    _told_as_contact(contact, root, enquiry)
    fields = [name for name, value in card.items() if value]
    trail.record(Verb.COLLECTED, subject_id=root, by=by, at=at, activity=companies.ACTIVITY, fields=fields, obj=contact)
    return contact


def _told_as_contact(contact: ClientContact, root: uuid.UUID, enquiry: Enquiry) -> None:
    """What stands there was typed on our page, under the statement of that day, which tells of contact persons."""
    informing.told_at_once(
        subject_id=root, object_label=contact._meta.label_lower, activity=companies.ACTIVITY,
        language=enquiry.language, at=enquiry.received_at,
    )  # fmt: skip


def _open(enquiry: Enquiry, *others: Actor, by: Actor) -> Enquiry:
    fresh = _locked(enquiry, *others, by=by)
    if fresh.closed_at:
        raise AlreadyClosed
    return fresh


def _locked(enquiry: Enquiry, *others: Actor, by: Actor | None = None) -> Enquiry:
    subjects.lock(enquiry.subject_id, *(other.subject_id for other in others))
    return subjects.fresh(enquiry, by=by)


def _record(verb: Verb, enquiry: Enquiry, fields: list[str], *, by: Actor | None, at: datetime.datetime) -> None:
    trail.record(verb, subject_id=enquiry.subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=enquiry)
