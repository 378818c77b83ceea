"""What a person has written to us, and what we answered, as the person reads it."""

import uuid

from django.db.models import Prefetch, QuerySet

from privacy.models import CaseMessage, InboxCase
from privacy.queries.numbers import numbers_of


def of_person(subject_id: uuid.UUID) -> QuerySet[InboxCase]:
    """Under every number the person goes by, the newest first; each with its later messages in order."""
    later = Prefetch("later_messages", CaseMessage.objects.order_by("at", "pk"), to_attr="in_order")
    found = InboxCase.objects.filter(subject__in=numbers_of(subject_id), is_automatic=False)
    return found.order_by("-received_at", "-pk").prefetch_related(later)
