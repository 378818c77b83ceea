"""The rows of what an invented person applied for, with the papers, and what became of it."""

from collections.abc import Iterator
from itertools import pairwise

from candidates.choices import DocumentKind, DocumentState, KeepScope, Origin, Stage, TextState
from fremrykk.accounts.management.scale import words
from fremrykk.accounts.management.scale.people import Person, Row

APPLICATIONS = 3
PAPERS = ((DocumentKind.CV, 200), (DocumentKind.COVER_LETTER, 50), (DocumentKind.DIPLOMA, 15))  # and how many words
USES = ((0, 0), (1, 0), (1, 1), (2, 2))  # application, document


def applications(person: Person) -> Iterator[Row]:
    around = person.around
    for number in range(APPLICATIONS):
        ad, order = person.ad(number)
        yield {
            "id": person.key("application", number),
            "candidate_id": person.candidate,
            "job_ad_id": ad,
            "job_order_id": order,
            "origin": Origin.APPLIED,
            "stage": person.path(number)[-1],
            "message": "Jeg trives i team og kan begynne på dagen.",
            "keep_scope": KeepScope.CANDIDATE_BASE,
            "notice_id": around.statement,
            "terms_id": around.terms,
            "sharing_notice_id": around.sharing,
            "submission_key": person.key("submission", number),
            "submitted_at": person.since,
            "confirmed_at": person.since,
            "stage_since": person.since,
        }


def stage_changes(person: Person) -> Iterator[Row]:
    for number in range(APPLICATIONS):
        for before, after in pairwise(person.path(number)):
            yield {
                "application_id": person.key("application", number),
                "from_stage": before,
                "to_stage": after,
                "by_id": person.adviser,
                "reason": "En annen fikk stillingen." if after == Stage.REJECTED else "",
                "at": person.since,
            }


def notes(person: Person) -> Iterator[Row]:
    for number in range(2):
        yield {
            "application_id": person.key("application", number),
            "text": "Ringt og snakket om stillingen. Kan begynne om en måned.",
            "written_by_id": person.adviser,
            "written_at": person.since,
        }


def documents(person: Person) -> Iterator[Row]:
    """Read and found clean. No file lies behind them: only their rows are many."""
    for number, (kind, length) in enumerate(PAPERS):
        yield {
            "id": person.key("document", number),
            "candidate_id": person.candidate,
            "kind": kind,
            "file": person.key("file", number),
            "original_name": f"{kind}.pdf",
            "content_type": "application/pdf",
            "size": 80_000,
            "sha256": person.key("content", number) * 2,
            "state": DocumentState.CLEAN,
            "text_state": TextState.READ,
            "text": _cv(person, length) if kind == DocumentKind.CV else person.prose(length),
            "uploaded_at": person.since,
        }


def _cv(person: Person, length: int) -> str:
    own = [words.own(person.number)] if person.number % words.OWN_EACH == 1 else []
    person.batch.said.update(" ".join(person.name).split(), [person.town], own)
    return " ".join([*person.name, person.town, person.prose(length), *own])


def uses(person: Person) -> Iterator[Row]:
    for application, document in USES:
        yield {
            "application_id": person.key("application", application),
            "document_id": person.key("document", document),
        }
