"""Contact persons, as the engine and their own pages ask for them."""

import uuid
from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When

from clients.choices import ContactRole
from clients.models import ClientContact, Signatory, TimelineEntry
from privacy.models import PersonalQuerySet
from privacy.queries.numbers import numbers_of

MONEY = (ContactRole.INVOICES, ContactRole.OWNER, ContactRole.LEADER, ContactRole.ORDERS)


def address_of(subject_id: uuid.UUID) -> str | None:
    """Where somebody who speaks for a client is reached; nobody who no longer does, or whose data are set aside."""
    theirs = ClientContact.objects.unrestricted().filter(subject=subject_id, ended_at=None)
    return theirs.values_list("email", flat=True).order_by("-created_at").first()


def addresses_of(subject_id: uuid.UUID) -> Iterable[str]:
    """Every address somebody has, or had, as a contact person."""
    return ClientContact.objects.filter(subject=subject_id).values_list("email", flat=True)


def about_money(company_id: uuid.UUID) -> ClientContact | None:
    """Who at the client is written to about paying: the one who pays invoices, the owner, the leader, who orders."""
    place = Case(
        *(When(role=role, then=Value(rank)) for rank, role in enumerate(MONEY)), default=Value(9),
        output_field=IntegerField(),
    )  # fmt: skip
    theirs = ClientContact.objects.unrestricted().filter(company=company_id, ended_at=None)
    return theirs.annotate(place=place).order_by("place", "created_at", "pk").first()


def of_person(subject_id: uuid.UUID) -> PersonalQuerySet[ClientContact]:
    """Everything somebody is, or was, as a contact person, under each number; those that go on first."""
    theirs = ClientContact.objects.filter(subject__in=numbers_of(subject_id)).select_related("company__adviser")
    return theirs.order_by("-ended_at", "company__name", "pk")


def timeline_of(subject_id: uuid.UUID) -> PersonalQuerySet[TimelineEntry]:
    """What is written about somebody's business, which is the person; of a company nothing is about its contacts."""
    return TimelineEntry.objects.filter(subject__in=numbers_of(subject_id)).newest_first()


def signed_by(subject_id: uuid.UUID) -> PersonalQuerySet[Signatory]:
    """The agreements somebody has signed for a client."""
    theirs = Signatory.objects.filter(subject__in=numbers_of(subject_id)).select_related("agreement__company")
    return theirs.order_by("-agreement__signed_at", "pk")
