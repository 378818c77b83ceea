"""One thing taken out of a draft of a presentation; what a client can read stays as it was sent (the database holds it)."""

import datetime

from django.db import transaction

from candidates.actions import presentations
from candidates.choices.presentations import ItemKind
from candidates.models import PresentationItem
from privacy.actions import retention, subjects
from privacy.choices import Verb
from privacy.ports import Actor


class IsIntroduction(Exception):
    """Nobody is shown without what we write about them: the candidate is taken out, or nothing."""


@transaction.atomic
def take_out(*, item: PresentationItem, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt` (of presentations), `IsIntroduction`, `PersonIsGone`."""
    speaks = item.reference.referee if item.reference else None
    subjects.lock(item.candidate.subject_id, *([speaks.subject_id] if speaks else []))
    presentations.still_a_draft(item.presentation)
    fresh = PresentationItem.objects.filter(pk=item.pk).select_related("candidate").first()
    if fresh is None:
        raise presentations.NotInIt
    if fresh.kind == ItemKind.INTRODUCTION:
        raise IsIntroduction
    field = next(name for name in ("test_result", "reference", "document") if getattr(fresh, f"{name}_id"))
    presentations.record(Verb.CHANGED, fresh, by=by, at=at, fields=[field])
    PresentationItem.objects.filter(pk=fresh.pk).delete()
    retention.refresh(fresh.candidate.subject_id, *([speaks.subject_id] if speaks else []))
