"""What of a person is set aside."""

import uuid

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from privacy.declarations import categories_of
from privacy.models import EVERYTHING, InboxCase, Restriction, Subject, restricted_persons


def in_force(subject_id: uuid.UUID) -> QuerySet[Restriction]:
    """The restrictions that stand, under each number the person goes by, the oldest first."""
    root = Subject.objects.filter(pk=subject_id).values(root=Coalesce("merged_into", "pk"))
    numbers = Subject.objects.filter(Q(pk__in=root) | Q(merged_into__in=root)).values("pk")
    return Restriction.objects.in_force().filter(subject__in=numbers).order_by("opened_at", "pk")


def open_cases() -> QuerySet[InboxCase]:
    """Questions of restricted persons that nobody has answered, and that no list of questions shows."""
    asking = restricted_persons(categories_of(InboxCase))
    return InboxCase.objects.filter(closed_at=None, subject__in=asking)


def restricted_categories(subject_id: uuid.UUID) -> frozenset[str]:
    """The categories set aside; `""` among them says everything is."""
    found = frozenset(in_force(subject_id).values_list("category", flat=True))
    return found | {""} if found & set(EVERYTHING) else found
