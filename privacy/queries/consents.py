"""Which consents stand."""

import uuid

from django.db.models import Q, QuerySet

from privacy.choices import ConsentAction
from privacy.models import ConsentEvent, Subject


def in_force(subject_id: uuid.UUID, purpose: str) -> ConsentEvent | None:
    """The last word about this purpose, if it is a yes."""
    last = history(subject_id).filter(purpose=purpose).first()
    return last if last and last.action == ConsentAction.GIVEN else None


def history(subject_id: uuid.UUID) -> QuerySet[ConsentEvent]:
    """All consents of the person, aliases included, newest first."""
    itself = Q(pk=subject_id) | Q(merged_into=subject_id)
    its_root = Q(aliases=subject_id) | Q(merged_into__aliases=subject_id)
    ids = Subject.objects.filter(itself | its_root).values("pk")
    return ConsentEvent.objects.filter(subject_uuid__in=ids).select_related("notice").order_by("-at", "-id")
