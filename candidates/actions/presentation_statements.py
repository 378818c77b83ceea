"""What a referee said, put into a presentation: read where it stands, for as long as the candidate's go-ahead stands."""

import datetime

from django.db import transaction

from candidates.actions import presentations
from candidates.choices.presentations import ItemKind
from candidates.models import Presentation, PresentationItem, ReferenceCheck
from candidates.queries import references
from privacy.actions import retention, subjects
from privacy.ports import Actor


@transaction.atomic
def add(*, presentation: Presentation, check: ReferenceCheck, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt`, `AlreadyThere` (of presentations), `Refused` (not there, would name somebody),
    `PersonIsGone`, `IsRestricted`."""
    subjects.lock(*(each.subject_id for each in (check.the_application.candidate, check.referee) if each))
    whole = presentations.still_a_draft(presentation)
    fresh = references.with_people(ReferenceCheck.objects.filter(pk=check.pk)).first()
    if fresh is None or fresh.application is None:
        raise subjects.PersonIsGone
    candidate = fresh.application.candidate
    subjects.refuse_restricted(fresh, by=by)
    subjects.refuse_adding(PresentationItem, subject_id=candidate.subject_id, by=by)
    presentations.put_in(whole, candidate, "reference", by=by, at=at, kind=ItemKind.REFERENCE, reference=fresh)
    if fresh.referee:
        retention.refresh(fresh.referee.subject_id)
