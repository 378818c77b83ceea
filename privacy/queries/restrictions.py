"""What of a person is set aside."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

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


def categories_of_persons(roots: Collection[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[str]]:
    """For each of these persons the categories set aside, under whatever number."""
    rows = Restriction.objects.in_force().filter(Q(subject__in=roots) | Q(subject__merged_into__in=roots))
    found: dict[uuid.UUID, frozenset[str]] = defaultdict(frozenset)
    for root, category in rows.values_list(Coalesce("subject__merged_into", "subject"), "category"):
        found[root] |= {category}
    return found


def restricted_categories(subject_id: uuid.UUID) -> frozenset[str]:
    """The categories set aside; `""` among them says everything is."""
    found = frozenset(in_force(subject_id).values_list("category", flat=True))
    return found | {""} if found & set(EVERYTHING) else found
