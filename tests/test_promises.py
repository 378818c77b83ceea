"""A promise is proved by a test that carries its mark, or it is on the list of those not built yet; never both.

After marking a test:  .venv/bin/python -m tests.test_promises   takes its promise off the list.
"""

import re
from pathlib import Path

from privacy.queries import promises
from tests.source import ROOT, modules, name

ALL = {f"P{number}" for number in range(1, 72)}
PENDING = ROOT / "tests" / "promises_pending.txt"


def pending() -> list[str]:
    return PENDING.read_text().split()


def marked() -> set[str]:
    texts = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    marks = (mark for text in texts for mark in re.findall(r"mark\.promise\(([^)]*)\)", text))
    return {number for mark in marks for number in re.findall(r"P\d+", mark)}


def test_every_promise_is_proved_or_pending():
    assert ALL - marked() - set(pending()) == set()


def test_no_proved_promise_is_called_pending():
    assert marked() & set(pending()) == set()


def test_no_mark_names_a_promise_that_was_never_made():
    assert (marked() | set(pending())) - ALL == set()


def test_whatever_looks_longer_when_asked_is_asked_by_make_prove():
    made = re.search(r"^PROVED := (.*?[^\\])$", (ROOT / "Makefile").read_text(), re.MULTILINE | re.DOTALL)[1]
    asked = [ROOT / path for path in made.replace("\\", " ").split()]
    longer = [path for path in (ROOT / "tests").rglob("test_*.py") if 'environ.get("PROVE")' in path.read_text()]

    assert [path for path in longer if path != Path(__file__) and not {path, *path.parents} & {*asked}] == []
    assert [path for path in asked if not path.exists()] == []


def test_every_check_of_a_promise_is_known_to_the_program():
    written = {path for path in modules() if re.search(r"^@promise\(", path.read_text(), re.MULTILINE)}

    known = {check.find.__module__.replace(".", "/") for check in promises._checks}

    assert {name(path).removesuffix(".py").removesuffix("/__init__") for path in written} == known


def test_pending_list_is_in_order_without_repeats():
    assert pending() == sorted(set(pending()), key=lambda number: int(number[1:]))


if __name__ == "__main__":
    PENDING.write_text("".join(f"{number}\n" for number in pending() if number not in marked()))
