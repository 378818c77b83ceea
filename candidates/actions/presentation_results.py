"""Test results in a presentation: read where they stand, with the explanation, and only once the candidate has seen them."""

import datetime

from django.db import transaction

from candidates.actions import presentations
from candidates.actions.presentation_refusals import refusing
from candidates.choices.presentations import ItemKind
from candidates.models import Presentation, PresentationItem, TestResult
from privacy.actions import retention, subjects
from privacy.choices import Verb
from privacy.ports import Actor


@transaction.atomic
def add(*, presentation: Presentation, result: TestResult, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt`, `AlreadyThere`, `NamesSomebody` (of presentations), `Refused` (not seen by the
    candidate, of another position), `PersonIsGone`, `IsRestricted`."""
    whole = presentations.still_a_draft(presentation)
    candidate = presentations.locked(result.application.candidate, by=by)
    fresh = subjects.fresh(result, by=by)
    presentations.refuse_words(whole, candidate, f"{fresh.kind}\n{fresh.result}\n{fresh.explanation}")
    theirs = PresentationItem.objects.filter(presentation=whole, candidate=candidate)
    if not theirs.exists():
        raise presentations.NotInIt
    if theirs.filter(test_result=fresh).exists():
        raise presentations.AlreadyThere
    with refusing():
        item = PresentationItem.objects.create(
            presentation=whole, candidate=candidate, kind=ItemKind.TEST, test_result=fresh, added_at=at
        )
    presentations.record(Verb.CHANGED, item, by=by, at=at, fields=["test_result"])
    retention.refresh(candidate.subject_id)
