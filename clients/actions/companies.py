"""The customers, their people and how they are invoiced; what they sign is in `agreements`, and can be said from here."""

import datetime
from typing import NotRequired, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction

from clients.actions import answering, proprietors
from clients.actions import register as registering
from clients.actions.agreements import EndsTooEarly as EndsTooEarly
from clients.actions.agreements import end_agreement as end_agreement
from clients.actions.agreements import sign as sign
from clients.choices import ContactRole
from clients.models import ClientCompany, ClientContact, InvoiceProfile, SoleProprietor, SubUnit
from clients.ports import Unit
from privacy.actions import informing, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import CollectionSource
from privacy.models import Subject
from privacy.ports import Actor

ACTIVITY = "clients"


class Card(TypedDict):
    """How to reach a contact person."""

    name: str
    email: str
    phone: NotRequired[str]
    position: NotRequired[str]
    role: NotRequired[str]
    started_on: NotRequired[datetime.date | None]


class Invoicing(TypedDict):
    """How a client is invoiced."""

    channel: str
    invoice_address: str
    reference: str
    payment_days: int


class AlreadyRegistered(Exception):
    """A client with this organisation number, or its invoice profile, is there."""


class IsASubUnit(Exception):
    """The number is a sub-unit's of a client."""


class NoProprietor(Exception):
    """Only a sole proprietorship has an owner who is its contact person."""


class AlreadyThere(Exception):
    """The client has a contact person with this address."""


class AlreadyEnded(Exception):
    """The relation to this contact person ended before."""


@transaction.atomic
def register(
    *,
    org_number: str,
    name: str,
    privacy_statement_url: str = "",
    adviser: Actor | None,
    unit: Unit | None = None,
    is_looked_up: bool = False,
    by: Actor | None = None,
    at: datetime.datetime | None = None,
) -> ClientCompany:
    """A new client; the organisation number was checked by the form and is unique in the database.

    `unit` is what Enhetsregisteret says of it, or what was typed while it did not answer; a sole proprietorship is a
    person from here on. Raises `AlreadyRegistered`, `IsASubUnit`.
    """
    if SubUnit.objects.filter(org_number=org_number).exists():
        raise IsASubUnit
    company, is_new = ClientCompany.objects.get_or_create(
        org_number=org_number,
        defaults={
            "name": name,
            "privacy_statement_url": privacy_statement_url,
            "adviser_id": adviser.pk if adviser else None,
        },
    )
    if not is_new:
        raise AlreadyRegistered
    if unit and at:
        registering.enter(company=company, unit=unit, is_looked_up=is_looked_up, by=by, at=at)
    return company


@transaction.atomic
def change(
    *,
    company: ClientCompany,
    name: str,
    privacy_statement_url: str,
    adviser: Actor | None,
    by: Actor | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """What may change of a client; its number never does. The name of a sole proprietorship is its person's.

    Raises `answering.NotTheirs`.
    """
    proprietors.lock(company.pk, by=by)
    held_by = ClientCompany.objects.select_for_update(no_key=True).get(pk=company.pk).adviser_id
    answering.refuse_taking(held_by=held_by, to=adviser, by=by)
    ClientCompany.objects.filter(pk=company.pk).update(
        name=name, privacy_statement_url=privacy_statement_url, adviser=adviser.pk if adviser else None
    )
    if at:
        proprietors.rename(company=company, name=name, by=by, at=at)


@transaction.atomic
def add_contact(*, company: ClientCompany, by: Actor, at: datetime.datetime, **card: Unpack[Card]) -> ClientContact:
    """A person at the client: a data subject from the first moment, told at once what we hold and who named them.

    The owner of a sole proprietorship is the person it is. Raises `NoProprietor`, `AlreadyThere`.
    """
    subject = _owner(company, by) if card.get("role") == ContactRole.OWNER else subjects.create(at=at)
    contact = _made(subject, company, at, card)
    fields = [field for field, value in card.items() if value]
    trail.record(Verb.COLLECTED, subject_id=subject.pk, by=by, at=at, activity=ACTIVITY, fields=fields, obj=contact)
    informing.collected(
        subject_id=subject.pk, object_label=contact._meta.label_lower, activity=ACTIVITY,
        source=CollectionSource.CLIENT, source_name=company.name, at=at,
    )  # fmt: skip
    informing.tell_first(subject_id=subject.pk, to=contact.email, language=settings.LANGUAGE_CODE, at=at)
    retention.refresh(subject.pk)
    return contact


def _made(subject: Subject, company: ClientCompany, at: datetime.datetime, card: Card) -> ClientContact:
    """Of two with the same address at once the database takes one."""
    try:
        with transaction.atomic():
            return ClientContact.objects.create(subject=subject, company=company, created_at=at, **card)
    except IntegrityError as error:
        if "a contact person's of this client" in str(error):
            raise AlreadyThere from error
        raise


def _owner(company: ClientCompany, by: Actor) -> Subject:
    subject_id = proprietors.lock(company.pk, by=by)
    if subject_id is None:
        raise NoProprietor
    return Subject.objects.get(pk=subject_id)


@transaction.atomic
def change_contact(*, contact: ClientContact, by: Actor, at: datetime.datetime, **card: Unpack[Card]) -> None:
    """Correct what is said of the person. Nothing changed, nothing recorded."""
    subjects.lock(contact.subject_id)
    known = subjects.fresh(contact, by=by)
    if "role" in card and (card["role"] == ContactRole.OWNER) != _is_owner(known):
        raise NoProprietor
    changed = {field: value for field, value in card.items() if getattr(known, field) != value}
    if not changed:
        return
    ClientContact.objects.filter(pk=contact.pk).update(**changed)
    subject_id = contact.subject_id
    trail.record(Verb.CHANGED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=changed, obj=contact)
    retention.refresh(subject_id)


def _is_owner(contact: ClientContact) -> bool:
    return SoleProprietor.objects.filter(company=contact.company_id, subject=contact.subject_id).exists()


@transaction.atomic
def end_contact(*, contact: ClientContact, by: Actor, at: datetime.datetime) -> None:
    """The person no longer speaks for the client; the storage time begins."""
    subjects.lock(contact.subject_id)
    if subjects.fresh(contact, by=by).ended_at:
        raise AlreadyEnded
    ClientContact.objects.filter(pk=contact.pk).update(ended_at=at)
    trail.record(
        Verb.CHANGED, subject_id=contact.subject_id, by=by, at=at, activity=ACTIVITY, fields=["ended_at"], obj=contact
    )
    retention.refresh(contact.subject_id)


@transaction.atomic
def add_invoicing(*, company: ClientCompany, **how: Unpack[Invoicing]) -> InvoiceProfile:
    """Raises `AlreadyRegistered`."""
    profile, is_new = InvoiceProfile.objects.get_or_create(company=company, defaults=how)
    if not is_new:
        raise AlreadyRegistered
    return profile


@transaction.atomic
def change_invoicing(*, profile: InvoiceProfile, **how: Unpack[Invoicing]) -> None:
    InvoiceProfile.objects.filter(pk=profile.pk).update(**how)
