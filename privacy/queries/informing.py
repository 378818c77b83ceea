"""Was this person told what we hold and where it came from? Asked here and nowhere else (GDPR art. 13 and 14)."""

import datetime
import uuid

from django.db.models import QuerySet

from privacy.models import Collection
from privacy.queries.numbers import numbers_of


def is_informed(subject_id: uuid.UUID) -> bool:
    """Whether nothing is left to tell, under any number the person goes by. The triggers ask the same (migration *disclosures_guards*)."""
    return not Collection.objects.untold().filter(subject__in=numbers_of(subject_id)).exists()


def of_person(subject_id: uuid.UUID) -> QuerySet[Collection]:
    """Each time data came in that was no application of the person's own, the newest first."""
    rows = Collection.objects.filter(subject__in=numbers_of(subject_id)).select_related("notice", "activity")
    return rows.order_by("-collected_at", "-pk")


def to_tell() -> QuerySet[Collection]:
    """The clocks that run, the first to end first."""
    return Collection.objects.untold().order_by("due_on", "pk")


def overdue(on: datetime.date) -> QuerySet[Collection]:
    return Collection.objects.untold().filter(due_on__lt=on)
