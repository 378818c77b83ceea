"""Two persons with a mark in every column, and everybody who could look for them."""

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client

from candidates.models import Document
from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from privacy import declarations
from privacy.declarations import Kind
from privacy.models import Restriction, Subject
from privacy.queries.facts import BEGINNING
from tests import factories as made
from tests import workspace
from tests.privacy.residue.filling import fill_every_field
from tests.privacy.residue.marks import Marks

OUTLIVING = 1_414_000_000  # where the numbers of their rows in the ledgers begin
SEARCHED = (
    "candidates.candidate",
    "clients.clientcontact",
    "clients.enquiry",
    "privacy.inboxcase",
    "account.emailaddress",
)

Numbers = dict[str, set[str]]  # model label -> the numbers of its rows, as an address writes them


@dataclass
class Person:
    """A candidate with an account and all else: `rows` is one row of each table that goes with a person."""

    nth: int
    marks: Marks = field(init=False)
    rows: dict[type[Model], Model] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = Marks(self.nth)
        candidate = made.CandidateFactory()
        made.ApplicationDocumentFactory(application__candidate=candidate)
        self.subject = Subject.objects.get(pk=candidate.subject_id)
        self.rows = fill_every_field(self.subject, self.marks)
        self._outlived()
        Subject.objects.filter(pk=self.subject.pk).update(due_on=BEGINNING)  # waits for a decision
        Restriction.objects.filter(subject=self.subject).delete()

    def _outlived(self) -> None:
        """Rows of numbers and codes: a mark stands where a code would."""
        about, word = {"subject_uuid": self.subject.pk}, self.marks.word
        for row in (
            made.TrailEntryFactory(pk=OUTLIVING + self.nth, **about, fields=[word()]),
            made.DisclosureFactory(pk=OUTLIVING + self.nth, **about),
            made.RecipientNoticeFactory(pk=OUTLIVING + self.nth, **about),
            made.ConsentEventFactory(pk=OUTLIVING + self.nth, **about),
            made.ImportRowFactory(pk=OUTLIVING + self.nth, **about, state="imported", match_uuid=None),
            made.ErasureFactory(pk=OUTLIVING + self.nth, **about, scope="part", rules=[word()]),
        ):
            self.rows[type(row)] = row

    def restrict(self, category: str = "") -> Restriction:
        return Restriction.objects.create(
            subject=self.subject, category=category, ground="accuracy", opened_at=made.NOW
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """What must not be read: each word and address of the person; a day or a number can be anybody's."""
        self.marks.seek_what_was_said()
        return frozenset(mark for mark in self.marks.held if not re.fullmatch(r"[\d.:-]+", mark))

    @cached_property
    def numbers(self) -> Numbers:
        return {model._meta.label_lower: {str(row.pk)} for model, row in self.rows.items()}

    @cached_property
    def beside(self) -> Numbers:
        """The numbers of what the person's rows point at and that is nobody's: a position, a client, a text."""
        found: Numbers = {}
        for model, row in self.rows.items():
            for name, spec in declarations.of(model).fields.items():
                target = model._meta.get_field(name)
                if spec.kind is Kind.LINK and target.many_to_one and getattr(row, name):
                    label = target.related_model._meta.label_lower
                    found.setdefault(label, set()).add(str(getattr(row, name).pk))
        return found

    @cached_property
    def searchable(self) -> list[str]:
        """What somebody would look for, names, addresses, what the document says; without `PROVE=1` one of each row."""
        rows = [row for model, row in self.rows.items() if model._meta.label_lower in SEARCHED]
        texts = [[str(value) for value in vars(row).values()] for row in rows] + [[self.rows[Document].text]]
        known = [sorted((word for word in self.words if word in each), key=len) for each in texts]
        return sorted({word for words in known for word in (words if os.environ.get("PROVE") else words[-1:])})

    def read_in(self, text: str, asked: str) -> list[str]:
        """The marks in a text, without those that stand in what was asked."""
        return sorted(word for word in self.words if word in text and word not in asked)


@dataclass(frozen=True)
class Answer:
    """A status, and all that can be read; what a redirect says is where to go, which the reader said."""

    status: int
    text: str


@dataclass(frozen=True)
class Reader:
    """Somebody who looks: a role, another person, or nobody."""

    name: str
    user: User | None
    client: Client = field(default_factory=Client)
    known: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.user:
            workspace.log_in(self.client, self.user)

    def may_open(self, model: type[Model]) -> bool:
        """Whether the workspace has a page about this model for the reader."""
        options = model._meta
        return bool(self.user) and self.user.has_perm(f"{options.app_label}.view_{options.model_name}")

    def status_of(self, address: str) -> int:
        """Asked once: whatever is done is taken back, so that the answer stays."""
        if address not in self.known:
            self.known[address] = self.get(address).status
        return self.known[address]

    def get(self, address: str, **data: str) -> Answer:
        return self._undone("get", address, data)

    def post(self, address: str, **data: Any) -> Answer:
        return self._undone("post", address, data)

    def _undone(self, verb: str, address: str, data: dict[str, Any]) -> Answer:
        """Whatever a page writes (the trail, at least) is taken back: each finds the same world."""
        with transaction.atomic():
            response = getattr(self.client, verb)(address, data)
            answer = Answer(response.status_code, _text(response))
            transaction.set_rollback(True)
        return answer


def _text(response: HttpResponseBase) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return "" if response.status_code == 302 else response.content.decode(errors="replace")


def staff(*roles: str) -> list[Reader]:
    return [Reader(role, workspace.colleague(role)) for role in roles or Role.values]


def strangers() -> list[Reader]:
    return [Reader("another person", made.CandidateFactory().subject.user), Reader("nobody", None)]
