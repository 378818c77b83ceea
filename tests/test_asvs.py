"""What keeps strangers out is proved by a test that carries its mark, each by one at least."""

import re

from tests.source import ROOT

LIST = ROOT / "tests" / "asvs.txt"


def listed() -> list[str]:
    return [line.split()[0] for line in LIST.read_text().splitlines() if not line.startswith("#")]


def marked() -> set[str]:
    texts = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    marks = (mark for text in texts for mark in re.findall(r"mark\.asvs\(([^)]*)\)", text))
    return {number for mark in marks for number in re.findall(r"[A-Z]+-\d+", mark)}


def test_each_is_proved_and_none_is_invented():
    assert (len(listed()), len(set(listed()))) == (87, 87)
    assert marked() == set(listed())
