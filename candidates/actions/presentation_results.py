"""Test results in a presentation: read where they stand, with the explanation, and only once the candidate has seen them."""

import datetime

from django.db import transaction

from candidates.actions import presentations
from candidates.choices.presentations import ItemKind
from candidates.models import Presentation, TestResult
from privacy.actions import subjects
from privacy.ports import Actor


@transaction.atomic
def add(*, presentation: Presentation, result: TestResult, by: Actor, at: datetime.datetime) -> None:
    """Raises `NotADraft`, `NotInIt`, `AlreadyThere`, `NamesSomebody` (of presentations), `Refused` (not seen by the
    candidate, of another position), `PersonIsGone`, `IsRestricted`."""
    candidate = presentations.locked(result.application.candidate, by=by)
    whole = presentations.still_a_draft(presentation)
    fresh = subjects.fresh(result, by=by)
    presentations.refuse_words(whole, candidate, f"{fresh.kind}\n{fresh.result}\n{fresh.explanation}")
    presentations.put_in(whole, candidate, "test_result", by=by, at=at, kind=ItemKind.TEST, test_result=fresh)
