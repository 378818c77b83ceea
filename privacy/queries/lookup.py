"""Finding the person behind an e-mail address, for what an operator types."""

import uuid

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower

from privacy import registries
from privacy.models import InboxCase, Subject


def persons_at(email: str) -> list[uuid.UUID]:
    """The persons (roots) known under this address: by a confirmed address, or as an app above knows them.

    `iexact` would not do: to PostgreSQL's UPPER a look-alike ("karı", dotless) is the person herself.
    """
    email = email.strip().lower()
    found = set(EmailAddress.objects.filter(email=email).values_list("user__subject", flat=True))
    found |= set(
        InboxCase.objects.alias(lowered=Lower("email")).filter(lowered=email).values_list("subject", flat=True)
    )
    for ask in registries.persons_by_address:
        found |= set(ask(email))
    return sorted({root_of(subject_id) for subject_id in found})


def root_of(subject_id: uuid.UUID) -> uuid.UUID:
    return Subject.objects.get(pk=subject_id).root_id


def persons_by(term: str) -> list[uuid.UUID]:
    """The persons somebody here means by a number or an e-mail address; a number nobody has means nobody."""
    try:
        numbers = Subject.objects.filter(pk=uuid.UUID(term.strip()))
    except ValueError:
        return persons_at(term)
    return [person.root_id for person in numbers]
