"""Contact persons, as the engine asks for them."""

import uuid
from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When

from clients.choices import ContactRole
from clients.models import ClientContact

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
