"""Storage times held to two days: the last one everything is there, the first one nothing is left of it."""

import datetime
import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import storages
from django.db.models import Model

from candidates.queries import search
from privacy.choices import PeriodCode
from privacy.deadlines import midnight
from privacy.models import Subject
from privacy.queries import explanations, reasons
from privacy.queries.package import gather
from tests.privacy.periods.night import night
from tests.privacy.residue.places import all_rows, everywhere

PLAIN = "bcdfghjklmnprstvz"  # no stem of a Norwegian word ends like these words do, and none is near another
LOGS = {"privacy_purgerun", "privacy_filecheck"}  # that the night was


@dataclass
class Made:
    """What one storage time is about."""

    goes: list[Model]
    person: uuid.UUID | None = None  # in whose copy it is
    told: Model | None = None  # the row that says in advance until when
    stays: list[Model] = field(default_factory=list)
    blanked: tuple[str, ...] = ()  # the row stays, these texts of it go
    files: list[tuple[str, str]] = field(default_factory=list)  # storage and name
    is_searched: bool = False
    says: bool = True  # whether there is any text in it


@dataclass(frozen=True)
class Case:
    """`make` is given the word that stands in every text of what goes, and nowhere else. The days are worked out by
    hand, from the anchor as it falls in Oslo."""

    code: PeriodCode
    make: Callable[[str], Made]
    last: datetime.date
    first: datetime.date

    @property
    def name(self) -> str:
        return f"{self.code}/{self.make.__name__}"

    @property
    def word(self) -> str:
        return "k" + "".join(PLAIN[byte % len(PLAIN)] for byte in hashlib.sha256(self.name.encode()).digest()[:14])


Pair = tuple[Case, Made]


def faults(cases: Sequence[Case]) -> list[str]:
    """What is not as these storage times say, which have the same two days: too early, too late, left somewhere, or not
    said in advance."""
    pairs = [(case, case.make(case.word)) for case in cases]
    before = [_values(made) for _, made in pairs]
    last, first = cases[0].last, cases[0].first
    night(last)
    kept = everywhere(case.word for case in cases)
    found = [f"{last} {case.name}: {fault}" for case, made in pairs for fault in _of_the_last_day(case, made, kept)]
    found += [
        f"{case.name}: is not as it was"
        for (case, made), was in zip(pairs, before, strict=True)
        if _values(made) != was
    ]
    night(first)
    left = everywhere(case.word for case in cases)
    found += [f"{first} {case.name}: {fault}" for case, made in pairs for fault in _of_the_first_day(case, made, left)]
    rows = _rows()
    night(first)
    again = _rows()
    return found + [f"the second night changes {table}" for table in rows if rows[table] != again[table]]


def gone(made: Made) -> Iterator[str]:
    """Rows that are no longer there, and files."""
    yield from (f"{row._meta.label} is gone" for row in [*made.goes, *made.stays] if not _is_there(row))
    yield from (f"file {name} is gone" for storage, name in made.files if not storages[storage].exists(name))


def _of_the_last_day(case: Case, made: Made, kept: dict[str, set[str]]) -> Iterator[str]:
    yield from gone(made)
    if made.says and case.word not in kept:
        yield "its words are nowhere"
    if made.is_searched and not list(search.candidates(case.word)):
        yield "not found by a search"
    if made.person and made.says and case.word not in _copy(made.person, case.last):
        yield "not in the person's copy"
    if made.person and made.told and (said := _said_wrongly(made.told, made.person, case)):
        yield said


def _of_the_first_day(case: Case, made: Made, left: dict[str, set[str]]) -> Iterator[str]:
    yield from (f"{row._meta.label} is there" for row in made.goes if not made.blanked and _is_there(row))
    yield from (f"{row._meta.label} is gone" for row in made.stays if not _is_there(row))
    if made.blanked and any(text for row in made.goes for text in _texts(row, made.blanked)):
        yield f"{made.blanked} stand there"
    yield from (f"file {name} is there" for storage, name in made.files if storages[storage].exists(name))
    if case.word in left:
        yield f"its words are left in {', '.join(sorted(left[case.word]))}"
    if list(search.candidates(case.word)):
        yield "found by a search"
    if made.person and Subject.objects.filter(pk=made.person).exists() and case.word in _copy(made.person, case.first):
        yield "in the person's copy"


def _said_wrongly(row: Model, person: uuid.UUID, case: Case) -> str:
    key = (row._meta.label, str(row.pk))
    item = next(item for item in explanations.explain(person, case.last).items if item.key == key)
    is_right = item.due_on == case.first and reasons.day(case.first) in " ".join(item.reasons)
    return "" if is_right else f"said to go on {item.due_on}: {item.reasons}"


def _copy(person: uuid.UUID, day: datetime.date) -> str:
    return str(gather(person, language="nb", at=midnight(day)))


def _texts(row: Model, names: tuple[str, ...]) -> tuple[str, ...]:
    return type(row)._base_manager.values_list(*names).get(pk=row.pk)


def _is_there(row: Model) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()


def _values(made: Made) -> list[Any]:
    """As they stand; when to look at a person next is worked out each night."""
    rows = [type(row)._base_manager.filter(pk=row.pk).values().first() for row in made.goes]
    return [{name: value for name, value in row.items() if name != "due_on"} if row else None for row in rows]


def _rows() -> dict[str, Counter[str]]:
    return {table: rows for table, rows in all_rows().items() if table not in LOGS}
