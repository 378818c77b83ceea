"""What lies in the journal outside the database, and how far this database knows it."""

import datetime
import json
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from django.core.files.storage import storages

from privacy.models import JournalEntry, JournalHead


def name_of(number: int) -> str:
    return f"{number:012d}.json"


def read(number: int) -> bytes | None:
    """A segment as it was written, or None where there is none."""
    try:
        with storages["journal"].open(name_of(number)) as segment:
            text: bytes = segment.read()
    except FileNotFoundError:
        return None
    return text


def last_outside() -> int:
    """The number of the newest segment outside; 0 for an empty journal."""
    _folders, names = storages["journal"].listdir("")
    numbers = [int(name.removesuffix(".json")) for name in names if name.removesuffix(".json").isdigit()]
    return max(numbers, default=0)


def is_ahead() -> bool:
    """Whether this database is older than the journal: restored from a backup, and not replayed yet.

    A segment of entries that all wait here still is no sign of that: whoever wrote it was killed before the commit.
    Asked every few seconds, so nothing is listed unless the segment this database knows as the last is not there.
    """
    head = JournalHead.objects.get().number
    text = read(head + 1)
    if text is None:
        return not _is_outside(head) and last_outside() > head
    return _is_outside(head + 2) or not _waits_here(json.loads(text)["entries"])


def _is_outside(number: int) -> bool:
    return storages["journal"].exists(name_of(number))


def _waits_here(entries: list[dict[str, Any]]) -> bool:
    keys = [entry["key"] for entry in entries]
    return JournalEntry.objects.filter(key__in=keys).count() == len(keys)


def lag(at: datetime.datetime) -> datetime.timedelta:
    """How long the oldest entry has waited to be written outside."""
    oldest = JournalEntry.objects.order_by("id").values_list("at", flat=True).first()
    return at - oldest if oldest else datetime.timedelta()


def segments() -> Iterator[tuple[int, dict[str, Any]]]:
    """All segments that lie outside, in order."""
    _folders, names = storages["journal"].listdir("")
    for name in sorted(name for name in names if name.removesuffix(".json").isdigit()):
        with storages["journal"].open(name) as segment:
            yield int(name.removesuffix(".json")), json.loads(segment.read())


def written_before(moment: datetime.datetime) -> list[str]:
    """The names of the first segments, all written before this moment; never the last this database knows.

    That one stays however old it is: a backup from before it would else look as if nothing had happened since.
    """
    head = JournalHead.objects.get().number
    old = takewhile(lambda each: each[0] < head and _written_at(each[1]) < moment, segments())
    return [name_of(number) for number, _segment in old]


def _written_at(segment: dict[str, Any]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(segment["written_at"])
