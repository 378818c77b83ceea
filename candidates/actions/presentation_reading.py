"""A presentation read by a client: what is shown is read and written down under the locks of everybody in it.

Whoever erases one of them, or sets the data aside, comes before and nothing of them is shown, or waits until the reading
is written down (GDPR art. 17, 18). What the caller gets are copies, so nothing is read of anybody afterwards.
"""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction

from candidates.actions import presentation_locks as locks
from candidates.actions import statements_given
from candidates.emails import presenting as emails
from candidates.models import Candidate, PresentationAnswer, PresentationItem, PresentationReader
from candidates.queries import presentation_papers as papers
from candidates.queries import presentation_words as words
from candidates.queries import presentations as reading
from candidates.queries import presented
from candidates.queries.presentations import ShownCandidate
from clients.actions import orders
from privacy.actions import mails, retention, trail
from privacy.actions.trail import Recipient
from privacy.choices import Language, Verb

ACTIVITY = "presentations"


class IsOver(Exception):
    """There is nothing left to see."""


class NotShown(Exception):
    """This candidate is not, or no longer, shown to this reader."""


@transaction.atomic
def read(*, reader: PresentationReader, at: datetime.datetime, fields: Sequence[str] = ()) -> list[ShownCandidate]:
    """Everybody this reader may see now, each with a line in their history. Raises `IsOver`."""
    fresh = locked(reader)
    numbers = reading.shown_to(fresh, at=at)
    if not numbers:
        raise IsOver
    people = Candidate.objects.select_related("subject").in_bulk(numbers)
    statements = [each for each in words.statements(fresh.presentation) if each.candidate_id in people]
    shown = [_copy(fresh, people[number], statements) for number in numbers]
    statements_given.read(items=statements, reader=fresh, by=reading.actor(fresh), at=at)
    for each in shown:
        _record(Verb.VIEWED, fresh, each.subject_id, at, fields=[*fields])
    if fresh.opened_at is None:
        PresentationReader.objects.filter(pk=fresh.pk).update(opened_at=at)
    retention.refresh(fresh.contact.subject_id)
    return shown


def check(*, reader: PresentationReader, at: datetime.datetime) -> None:
    """Whether there is anything to see, without looking at it: for the page before the code. Raises `IsOver`."""
    if not reading.shown_to(reader, at=at):
        raise IsOver


@transaction.atomic
def answer(
    *, reader: PresentationReader, candidate: uuid.UUID, answer: str, comment: str, at: datetime.datetime
) -> None:
    """What the client says of one candidate; the adviser is told that there is an answer. Raises `NotShown`, `IsOver`."""
    fresh = locked(reader)
    if candidate not in reading.shown_to(fresh, at=at):
        raise NotShown
    row = PresentationAnswer.objects.create(
        presentation=fresh.presentation, candidate_id=candidate, reader=fresh, answer=answer, comment=comment, at=at
    )
    _record(Verb.CHANGED, fresh, row.candidate.subject_id, at, fields=["answer"], answer=row)
    adviser = fresh.presentation.job_order.adviser
    message = emails.client_answered(fresh.presentation)
    mails.queue(message, to=adviser.email, subject_id=None, language=Language.NB, at=at)
    retention.refresh(fresh.contact.subject_id, row.candidate.subject_id)


def locked(reader: PresentationReader) -> PresentationReader:
    """The reader, everybody presented, and who speaks for them; whoever was erased is simply not among them any more.

    The order before them and the envelope after, as in sending, so that neither is closed or taken back while it is read.
    """
    orders.keep_open(order_id=reader.presentation.job_order_id)
    if reader.contact.subject_id not in locks.everybody(
        reader.presentation_id, reader.contact.subject_id, to=locks.TO_READ
    ):
        raise IsOver
    fresh = reading.readers().filter(pk=reader.pk).first()
    if fresh is None:
        raise IsOver
    return fresh


def _copy(reader: PresentationReader, candidate: Candidate, statements: Sequence[PresentationItem]) -> ShownCandidate:
    items = list(papers.items(reader.presentation_id).filter(candidate=candidate).order_by("added_at", "pk"))
    said = PresentationAnswer.objects.filter(presentation=reader.presentation_id, candidate=candidate, reader=reader)
    newest = said.order_by("-at", "pk").first()
    answer = {"answer": newest.answer, "comment": newest.comment} if newest else {}
    return presented.copy(reader.presentation, candidate, items, statements, **answer)


def _record(
    verb: Verb, reader: PresentationReader, subject_id: uuid.UUID, at: datetime.datetime, *,
    fields: "list[str] | None" = None, answer: PresentationAnswer | None = None,
) -> None:  # fmt: skip
    company = reader.presentation.job_order.company_id
    trail.record(
        verb, subject_id=subject_id, by=reading.actor(reader), at=at, activity=ACTIVITY, fields=fields or [],
        obj=answer or reader.presentation, recipient=Recipient(company, reader.contact_id),
    )  # fmt: skip
