"""Where a person is reached: the confirmed address, from allauth's table, the one truth."""

import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q

from privacy import registries


@dataclass(frozen=True)
class Address:
    email: str
    language: str


def of_person(subject_id: uuid.UUID) -> Address | None:
    """The confirmed address of the person, aliases included, or None. Unconfirmed addresses get no mail about data."""
    rows = EmailAddress.objects.filter(
        Q(user__subject=subject_id) | Q(user__subject__merged_into=subject_id), verified=True
    ).order_by("-primary", "pk")
    found = rows.first()
    return Address(found.email, registries.language_of(subject_id)) if found else None
