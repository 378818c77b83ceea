"""When a candidate last did something here: the storage time of what is kept in the base counts from it."""

import datetime
import uuid

from candidates.models import Candidate


def note(*, candidate_id: uuid.UUID, at: datetime.datetime) -> None:
    """Called for the person's own acts only, under their lock: the work of the staff never extends a storage time."""
    Candidate.objects.filter(pk=candidate_id, last_active_at__lt=at).update(last_active_at=at)
