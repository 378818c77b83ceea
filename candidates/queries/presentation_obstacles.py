"""What keeps a draft from being sent, known before anybody presses the button: all of it, and what each is about.

The database decides when it is sent (the guards of presentations); this says the same beforehand, in the same codes.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from candidates.choices import DocumentState, TextState
from candidates.choices.presentations import Refusal
from candidates.models import Candidate, Presentation, PresentationItem
from candidates.queries import presentation_papers as papers
from candidates.queries import presentation_words as words
from candidates.queries import presentations as reading

MOST_DAYS = datetime.timedelta(days=91)  # the moment it ends is the midnight after the ninetieth day


@dataclass(frozen=True)
class Obstacle:
    code: Refusal
    candidate: Candidate | None = None
    item: PresentationItem | None = None


def of(whole: Presentation, *, at: datetime.datetime) -> list[Obstacle]:
    """In the order in which they are to be cleared away: what concerns all first."""
    candidates = list(reading.in_it(whole))
    return [*_of_all(whole, candidates, at), *_of_each(whole, candidates, at), *_of_things(whole)]


def _of_all(whole: Presentation, candidates: list[Candidate], at: datetime.datetime) -> Iterator[Obstacle]:
    if code := reading.why_not(whole.job_order, None, at=at):
        yield Obstacle(Refusal(code))
    if whole.ends_at <= at or timezone.localdate(whole.ends_at) > timezone.localdate(at) + MOST_DAYS:
        yield Obstacle(Refusal.TOO_LONG)
    if not _has_reader(whole):
        yield Obstacle(Refusal.NO_READER)
    if not candidates:
        yield Obstacle(Refusal.NOBODY)


def _has_reader(whole: Presentation) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM candidates_presentationreader WHERE presentation_id = %s AND revoked_at IS NULL"
            " AND candidates_may_read(%s, contact_id))",
            [whole.pk, whole.job_order_id],
        )
        return bool(cursor.fetchone()[0])


def _of_each(whole: Presentation, candidates: list[Candidate], at: datetime.datetime) -> Iterator[Obstacle]:
    """What concerns all has been said: only what is the candidate's own."""
    of_all = reading.why_not(whole.job_order, None, at=at)
    for candidate in candidates:
        code = reading.why_not(whole.job_order, candidate, at=at)
        if code and code != of_all:
            yield Obstacle(Refusal(code), candidate)


def _of_things(whole: Presentation) -> Iterator[Obstacle]:
    there = {each.pk for each in words.statements(whole)}
    for item in papers.items(whole.pk).order_by("added_at", "pk"):
        if item.document_id and (code := _of_paper(whole, item)):
            yield Obstacle(code, item.candidate, item)
        elif item.reference_id and whole.is_anonymous:
            yield Obstacle(Refusal.STATEMENT_NAMES, item.candidate, item)
        elif item.reference_id and item.pk not in there:
            yield Obstacle(Refusal.NO_STATEMENT, item.candidate, item)


def _of_paper(whole: Presentation, item: PresentationItem) -> Refusal | None:
    document = item.document
    assert document is not None
    as_it_is = item.client_copy is None
    if document.state != DocumentState.CLEAN and not (
        whole.shows_unscanned and document.state == DocumentState.UNSCANNED
    ):
        return Refusal.NOT_SCANNED
    if document.text_state == TextState.WAITING:
        return Refusal.NOT_READ
    if as_it_is and document.holds_number:
        return Refusal.HOLDS_NUMBER
    return Refusal.NAMES_SOMEBODY if as_it_is and whole.is_anonymous else None
