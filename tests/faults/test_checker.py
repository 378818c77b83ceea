"""The checker is checked: of a life in which all is well it says nothing, and each thing taken from it by hand it finds."""

import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from copy import copy, deepcopy
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.utils import timezone

from candidates.models import Application, Document
from tests.faults import checker
from tests.faults.agency import Agency
from tests.faults.people import Member, members
from tests.faults.workload import Crowd, Ledger

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120  # seconds until the receipt is there


@dataclass
class Lived:
    """What was acknowledged, and to whom."""

    agency: Agency
    ledger: Ledger
    known: list[Member]

    @property
    def applicant(self) -> str:
        return next(iter(self.ledger.applied))

    def problems(self) -> list[str]:
        return checker.problems(self.ledger, self.known, self.agency.files, self.agency.box)


@pytest.fixture
def lived(agency, ad) -> Lived:
    """Two who are there, and one who applies."""
    with agency.seen():
        known = members(2, named="spoilt", seed=0)
    crowd = Crowd(agency.port, ad, [], people=1, each=1, seed="spoilt")
    crowd.begin()
    life, until = Lived(agency, crowd.end(), known), time.monotonic() + PATIENCE
    with agency.seen():
        while found := life.problems():
            assert time.monotonic() < until, found
            time.sleep(0.3)
    return life


# --- what is spoilt, each so that it can be undone ---
def lose_an_application(life: Lived, _undo: ExitStack) -> None:
    Application.objects.filter(candidate__unconfirmed_email=life.applicant)._raw_delete("default")


def empty_a_text(life: Lived, _undo: ExitStack) -> None:
    Document.objects.filter(candidate__unconfirmed_email=life.applicant).update(text="")


def promise_a_consent(life: Lived, _undo: ExitStack) -> None:
    life.ledger.longer[life.known[0]] = True


def erase_nobody(life: Lived, _undo: ExitStack) -> None:
    life.ledger.erased[life.known[0]] = timezone.now()


def miss_a_person(life: Lived, _undo: ExitStack) -> None:
    life.known[0] = replace(life.known[0], subject_id=uuid.uuid4())


def lose_a_file(life: Lived, undo: ExitStack) -> None:
    file, aside = life.agency.files / life.known[0].file, life.agency.home / "aside"
    file.rename(aside)
    undo.callback(aside.rename, file)


def promise_a_receipt(life: Lived, _undo: ExitStack) -> None:
    life.ledger.applied["ingen@example.test"] = "ord"


def send_twice(life: Lived, undo: ExitStack) -> None:
    life.agency.box.taken.append(life.agency.box.taken[-1])
    undo.callback(life.agency.box.taken.pop)


SAID: dict[Callable[[Lived, ExitStack], None], str] = {
    lose_an_application: "I1: 0 applications of s",
    empty_a_text: "I1: the CV of s",
    promise_a_consent: "I1: spoilt0@example.test was told that the consent is True",
    erase_nobody: "I2: spoilt0@example.test was erased and is there",
    miss_a_person: "I2: spoilt0@example.test is gone and nobody asked for it",
    lose_a_file: "I3: the file of spoilt0@example.test is gone",
    promise_a_receipt: "I4: 0 receipts written to ingen@example.test",
    send_twice: "I4: mail <",
}


def test_whatever_is_lost_is_found(lived):
    """One life for all of them: each is undone before the next."""
    unseen = {}
    for spoil, said in SAID.items():
        life = replace(lived, ledger=deepcopy(lived.ledger), known=copy(lived.known))
        with lived.agency.seen(), ExitStack() as undo, transaction.atomic():
            spoil(life, undo)
            found = life.problems()
            transaction.set_rollback(True)
        if not any(line.startswith(said) for line in found):
            unseen[spoil.__name__] = found

    assert unseen == {}
    with lived.agency.seen():
        assert lived.problems() == []
