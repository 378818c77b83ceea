"""What keeps strangers out is proved by a test that carries its mark, is on the list of those not proved yet, or has a reason."""

import re

from tests.source import ROOT

LIST = ROOT / "tests" / "asvs.txt"
PENDING = ROOT / "tests" / "asvs_pending.txt"
NOT_OURS: dict[str, str] = {}  # number -> why another program keeps it


def listed() -> list[str]:
    return [line.split()[0] for line in LIST.read_text().splitlines() if not line.startswith("#")]


def pending() -> set[str]:
    return set(PENDING.read_text().split()) if PENDING.exists() else set()


def marked() -> set[str]:
    texts = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    marks = (mark for text in texts for mark in re.findall(r"mark\.asvs\(([^)]*)\)", text))
    return {number for mark in marks for number in re.findall(r"[A-Z]+-\d+", mark)}


def test_each_has_a_test_or_a_reason():
    assert (len(listed()), len(set(listed()))) == (87, 87)
    assert set(listed()) - marked() - pending() - {*NOT_OURS} == set()


def test_none_has_both_and_none_is_invented():
    assert marked() & {*NOT_OURS} == set()
    assert (marked() | pending() | {*NOT_OURS}) - set(listed()) == set()
