"""A person's requests about rights, as the person and the clerk read them."""

import datetime
import uuid

from django.db.models import Q, QuerySet

from privacy.choices.requests import RequestState, Right
from privacy.models import Request, Subject
from privacy.models.request import RequestQuerySet
from privacy.queries import addresses
from privacy.queries.addresses import Address


def of_person(subject_id: uuid.UUID) -> RequestQuerySet:
    """The requests under every number the person goes by, the newest first."""
    numbers = Subject.objects.filter(Q(pk=subject_id) | Q(merged_into=subject_id)).values("pk")
    return Request.objects.filter(subject__in=numbers).order_by("-received_at", "-pk")


def address_for_answer(subject_id: uuid.UUID) -> Address | None:
    """The confirmed address, else the one whose reader has shown by a link that a request not answered yet is theirs."""
    if known := addresses.of_person(subject_id):
        return known
    asked = of_person(subject_id).waiting().filter(identified_at__isnull=False).exclude(email="").first()
    return Address(asked.email, asked.language) if asked else None


def statements_of(subject_id: uuid.UUID) -> list[str]:
    """What the person says beside data that were not changed (GDPR art. 16)."""
    return [request.statement for request in of_person(subject_id).exclude(statement="")]


def for_a_copy(subject_id: uuid.UUID) -> QuerySet[Request]:
    """Those a copy of everything answers, not answered yet."""
    return of_person(subject_id).filter(state=RequestState.OPEN, right__in=Right.to_a_copy())


def to_remind(today: datetime.date, *, ahead: int) -> QuerySet[Request]:
    """Those somebody has to answer within so many days, and that are not overdue."""
    last = today + datetime.timedelta(days=ahead)
    within = Q(extended_to=None, due_on__range=(today, last)) | Q(extended_to__range=(today, last))
    return Request.objects.waiting().filter(within).exclude(owner=None).order_by("pk")
