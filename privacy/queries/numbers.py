"""The numbers one person goes by."""

import uuid

from django.db.models import Q, QuerySet

from privacy.models import Subject


def numbers_of(subject_id: uuid.UUID) -> list[uuid.UUID]:
    """The person's own number first, then those merged into it; empty when there is nobody any more."""
    known = Subject.objects.filter(pk=subject_id).first()
    if known is None:
        return []
    numbers = Subject.objects.filter(Q(pk=known.root_id) | Q(merged_into=known.root_id)).order_by("pk")
    return sorted(numbers.values_list("pk", flat=True), key=lambda number: number != known.root_id)


def numbers_under(root: uuid.UUID) -> QuerySet[Subject, uuid.UUID]:
    """The same as a part of a statement, for whoever knows the number the person goes by now."""
    return Subject.objects.filter(Q(pk=root) | Q(merged_into=root)).values_list("pk", flat=True)
