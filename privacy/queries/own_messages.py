"""What a person has written to us, and what we answered, as the person reads it."""

import datetime
import uuid

from django.db.models import Prefetch, Q, QuerySet

from privacy.models import CaseMessage, InboxCase
from privacy.queries.numbers import numbers_of

NEW = datetime.timedelta(days=7)


def new_answers(subject_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """How many of the person's messages were answered within the week."""
    own = InboxCase.objects.filter(Q(subject=subject_id) | Q(subject__merged_into=subject_id), is_automatic=False)
    return own.filter(closed_at__gt=at - NEW).exclude(answer="").count()


def of_person(subject_id: uuid.UUID) -> QuerySet[InboxCase]:
    """Under every number the person goes by, the newest first; each with its later messages in order."""
    later = Prefetch("later_messages", CaseMessage.objects.order_by("at", "pk"), to_attr="in_order")
    found = InboxCase.objects.filter(subject__in=numbers_of(subject_id), is_automatic=False)
    return found.order_by("-received_at", "-pk").prefetch_related(later)
