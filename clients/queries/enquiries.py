"""Companies that asked us for help."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from clients.models import ClientCompany, Enquiry
from privacy.queries.numbers import numbers_of


def overdue(on: datetime.date) -> QuerySet[Enquiry]:
    """Nothing was done with them by the day that was said."""
    return Enquiry.objects.filter(closed_at=None, due_on__lt=on)


def client_of(enquiry: Enquiry) -> ClientCompany | None:
    """The client it comes from, if it named the number of one."""
    return ClientCompany.objects.filter(org_number=enquiry.org_number).first() if enquiry.org_number else None


def addresses_of(subject_id: uuid.UUID) -> Iterable[str]:
    """Every address somebody wrote to us from for a company."""
    return Enquiry.objects.filter(subject=subject_id).values_list("email", flat=True)


def language_of(subject_id: uuid.UUID) -> str | None:
    """The language the person wrote to us in, the newest first."""
    theirs = Enquiry.objects.filter(subject__in=numbers_of(subject_id))
    return theirs.order_by("-received_at", "-pk").values_list("language", flat=True).first()
