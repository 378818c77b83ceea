import json
from collections.abc import Callable

import pytest

Line = dict[str, object]


@pytest.fixture
def said(capfd) -> Callable[[], list[Line]]:
    """What was written on standard error since it was last asked: each line is an object, or the test fails."""
    capfd.readouterr()
    return lambda: [json.loads(line) for line in capfd.readouterr().err.splitlines()]


@pytest.fixture
def events(said) -> Callable[[], list[Line]]:
    """The same, of our list of events, without what differs each time."""

    def told() -> list[Line]:
        changing = ("time", "level", "logger", "ms", "request")
        found = [line for line in said() if line["logger"] == "events"]
        return [{name: value for name, value in line.items() if name not in changing} for line in found]

    return told
