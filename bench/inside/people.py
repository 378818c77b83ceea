"""The people of the bench: what rows each has in the real tables. The same number and seed give the same rows."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model

from candidates.choices import DocumentKind, DocumentState, KeepScope, Origin, Source, Stage, TextState
from candidates.models import Application, ApplicationDocument, Candidate, Document, StageChange
from fremrykk.accounts.models import User
from privacy.choices import Channel, ConsentAction, ConsentPurpose, MailState, MessageClass, Verb
from privacy.models import ConsentEvent, InboxCase, OutgoingMail, Subject, TrailEntry

DUE_EACH = 10  # one person in ten is due, spread over the tables as life spreads them
CONSENT_EACH = 5  # one in five has said yes to further storage; who is due has taken it back
CV = "Kari Nordmann, sykepleier med erfaring fra kirurgisk avdeling, hjemmetjeneste og legevakt. " * 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Surroundings:
    """What people's rows point at: who works here, what was shown, which positions there are."""

    seed: int
    now: datetime.datetime
    adviser: int
    activity: int
    statement: int
    sharing: int
    further_storage: int
    terms: int
    first_user: int
    ads: tuple[tuple[uuid.UUID, int], ...]  # ad, order


@dataclass(frozen=True)
class Person:
    number: int
    around: Surroundings

    @property
    def is_due(self) -> bool:
        return self.number % DUE_EACH == 0

    @property
    def has_consented(self) -> bool:
        return self.number // DUE_EACH % CONSENT_EACH == 0

    @property
    def user(self) -> int:
        return self.around.first_user + self.number

    @property
    def since(self) -> datetime.datetime:
        """When it began: for who is due everything is over two years ago, for the others nothing is over."""
        days = 900 + self.number % 400 if self.is_due else self.number % 90
        return self.around.now - datetime.timedelta(days=days)

    def key(self, kind: str, number: int = 0) -> str:
        """A random-looking uuid, as the program's own are: neighbours in time lie apart in the index."""
        name = f"{self.around.seed}/{kind}/{self.number}/{number}"
        return blake2b(name.encode(), digest_size=16).hexdigest()


def subjects(person: Person) -> Iterator[Row]:
    yield {"id": person.key("subject"), "created_at": person.since}


def candidates(person: Person) -> Iterator[Row]:
    yield {
        "id": person.key("candidate"),
        "subject_id": person.key("subject"),
        "first_name": f"Kari {person.number % 997}",
        "last_name": f"Nordmann {person.number % 9973}",
        "phone": "+4722334455",
        "source": Source.WEBSITE,
        "adviser_id": person.around.adviser,
        "last_active_at": person.since,
        "created_at": person.since,
    }


def users(person: Person) -> Iterator[Row]:
    yield {
        "id": person.user,
        "subject_id": person.key("subject"),
        "email": f"person{person.number}@example.test",
        "password": "!",
        "joined_at": person.since,
    }


def addresses(person: Person) -> Iterator[Row]:
    email = f"person{person.number}@example.test"
    yield {"user_id": person.user, "email": email, "verified": True, "primary": True}


def applications(person: Person) -> Iterator[Row]:
    around = person.around
    for number in range(3):
        ad, order = around.ads[(person.number + number) % len(around.ads)]
        yield {
            "id": person.key("application", number),
            "candidate_id": person.key("candidate"),
            "job_ad_id": ad,
            "job_order_id": order,
            "origin": Origin.APPLIED,
            "stage": Stage.REJECTED,
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
    moves = ((Stage.NEW, Stage.SCREENING, ""), (Stage.SCREENING, Stage.REJECTED, "En annen fikk stillingen."))
    for number in range(3):
        for before, after, reason in moves:
            yield {
                "application_id": person.key("application", number),
                "from_stage": before,
                "to_stage": after,
                "by_id": person.around.adviser,
                "reason": reason,
                "at": person.since,
            }


def documents(person: Person) -> Iterator[Row]:
    for number, kind in enumerate((DocumentKind.CV, DocumentKind.COVER_LETTER, DocumentKind.DIPLOMA)):
        yield {
            "id": person.key("document", number),
            "candidate_id": person.key("candidate"),
            "kind": kind,
            "file": person.key("file", number),
            "original_name": "cv.pdf",
            "content_type": "application/pdf",
            "size": 80_000,
            "sha256": person.key("content", number) * 2,
            "state": DocumentState.CLEAN,
            "text_state": TextState.READ,
            "text": CV,
            "uploaded_at": person.since,
        }


def uses(person: Person) -> Iterator[Row]:
    for application, document in ((0, 0), (1, 0), (1, 1), (2, 2)):
        yield {
            "application_id": person.key("application", application),
            "document_id": person.key("document", document),
        }


def mails(person: Person) -> Iterator[Row]:
    for number in range(4):
        yield {
            "subject_id": person.key("subject"),
            "message_class": MessageClass.SERVICE,
            "activity_id": person.around.activity,
            "template": "candidates/email/receipt",
            "language": "nb",
            "to": f"person{person.number}@example.test",
            "subject_line": f"Søknaden er mottatt ({number})",
            "state": MailState.SENT,
            "sent_at": person.since,
            "created_at": person.since,
            "message_uuid": person.key(f"mail{number}"),
        }


def cases(person: Person) -> Iterator[Row]:
    yield {
        "subject_id": person.key("subject"),
        "name": "Kari Nordmann",
        "email": f"person{person.number}@example.test",
        "message": "Når svarer dere?",
        "answer": "I morgen.",
        "language": "nb",
        "submission_key": person.key("case"),
        "received_at": person.since,
        "due_on": person.since.date(),
        "closed_at": person.since,
        "closed_by_id": person.around.adviser,
    }


def trail(person: Person) -> Iterator[Row]:
    for verb in (Verb.COLLECTED, Verb.VIEWED, Verb.OPENED, Verb.MOVED):
        yield {
            "subject_uuid": person.key("subject"),
            "verb": verb,
            "role": "adviser",
            "activity": "applications",
            "at": person.since,
        }


def consents(person: Person) -> Iterator[Row]:
    said = [ConsentAction.GIVEN, ConsentAction.WITHDRAWN] if person.is_due else [ConsentAction.GIVEN]
    for action in said if person.has_consented else ():
        yield {
            "subject_uuid": person.key("subject"),
            "purpose": ConsentPurpose.FURTHER_STORAGE,
            "action": action,
            "notice_id": person.around.further_storage,
            "language": "nb",
            "channel": Channel.OWN_PAGES,
            "at": person.since,
        }


# Each table with what a person has in it, parents first. All but the last two go with the person.
TABLES: tuple[tuple[type[Model], Callable[[Person], Iterator[Row]]], ...] = (
    (Subject, subjects),
    (Candidate, candidates),
    (User, users),
    (EmailAddress, addresses),
    (Application, applications),
    (StageChange, stage_changes),
    (Document, documents),
    (ApplicationDocument, uses),
    (OutgoingMail, mails),
    (InboxCase, cases),
    (TrailEntry, trail),
    (ConsentEvent, consents),
)
