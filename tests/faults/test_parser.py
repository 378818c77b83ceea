"""F17: a file that eats the parser's time or memory, hangs it or brings it down is unreadable, and the next one is read.

Each way a child can end, one by one, and what it may not do: `tests/candidates/adapters/test_inspector.py`; the bombs
themselves: `tests/hostile_files.py`.
"""

from dataclasses import dataclass, replace

import pytest

from candidates.adapters.inspector import SandboxInspector, contents
from candidates.adapters.inspector import program as staying
from candidates.choices import TextState
from candidates.models import Document
from fremrykk.local.children import children
from tests.candidates.adapters.processes import wait_until
from tests.factories import DocumentFactory
from tests.faults.desk import Desk
from tests.faults.rounds import IS_LONG, SEEDS, noted, told
from tests.files import pdf_cv
from tests.hostile_files import flate_bomb

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

ENDS = ["aborting", "hanging", "spinning", "lying", "chattering"]
FILES = 10 if IS_LONG else 6
WHOLE = SandboxInspector()


@dataclass(frozen=True)
class Brought:
    """The sandbox as it is, but for files marked with how the parser ends on them: a parser's own fault cannot be bought."""

    def read(self, source, *, extension, kind):
        data = contents(source, 10_000_000)
        end = next((end for end in ENDS if f"%{end}".encode() in data), None)
        broken = replace(WHOLE, program=f"tests.candidates.adapters.{end}", read_seconds=1, cpu_seconds=1)
        return (broken if end else WHOLE).read(data, extension=extension, kind=kind)


def a_file(dice, number):
    """What it holds, and what of it is found afterwards; nothing of one that cannot be read."""
    if dice.random() < 0.4:
        return pdf_cv([f"ord{number}"]), f"ord{number}"
    if dice.random() < 0.3:
        return flate_bomb(dice.randrange(1, 3)), ""
    return pdf_cv() + f"%{dice.choice(ENDS)}\n".encode(), ""


def looking():
    """Who keeps an order or looks into a file, below the programs that stay."""
    programs = [staying(name) for name in (WHOLE.program, *(f"tests.candidates.adapters.{end}" for end in ENDS))]
    running = [child for program in programs for child in (program._child, *program._leaving) if child]
    return [pid for child in running for pid in children(child.pid)]


def test_whatever_a_parser_dies_of_the_next_file_is_read():
    unreadable = 0
    for seed in SEEDS:
        with told("parser", seed) as dice:
            held = [a_file(dice, number) for number in range(FILES - 2)]
            held = [(pdf_cv() + b"%aborting\n", ""), *held, (pdf_cv(["sist"]), "sist")]
            kept = [
                DocumentFactory(content=content, state="clean", text="", text_state="waiting", next_at=None).pk
                for content, _word in held
            ]
            desk = Desk(dice, inspector=Brought())

            desk.read_files()
            desk.settle()  # who hangs takes no time, and is asked for again: it may have been the machine

            found = {document.pk: document for document in Document.objects.all()}
            assert [(found[pk].text, found[pk].text_state) for pk in kept] == [
                (word, TextState.READ if word else TextState.UNREADABLE) for _content, word in held
            ]
            assert not desk.waits()
            wait_until(lambda: looking() == [])
            unreadable += sum(not word for _content, word in held)
            Document.objects.all().delete()
    noted("parser", f"{unreadable} files brought it down, each other was read in the same turn")
