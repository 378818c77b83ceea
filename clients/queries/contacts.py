"""Contact persons, as the engine asks for them."""

import uuid
from collections.abc import Iterable

from clients.models import ClientContact


def address_of(subject_id: uuid.UUID) -> str | None:
    """Where somebody who speaks for a client is reached; nobody who no longer does, or whose data are set aside."""
    theirs = ClientContact.objects.unrestricted().filter(subject=subject_id, ended_at=None)
    return theirs.values_list("email", flat=True).order_by("-created_at").first()


def addresses_of(subject_id: uuid.UUID) -> Iterable[str]:
    """Every address somebody has, or had, as a contact person."""
    return ClientContact.objects.filter(subject=subject_id).values_list("email", flat=True)
