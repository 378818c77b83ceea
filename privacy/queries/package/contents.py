"""What a copy consists of, before it is written: sections, rows, values, and what is not handed out, with the reason."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.storage import Storage

ROWS, EMPTY, WITHHELD = "rows", "empty", "withheld"  # the states of a section


@dataclass(frozen=True)
class Withheld:
    """A field that is not handed out, and why."""

    field: str
    label: str
    reason: str


@dataclass(frozen=True)
class Value:
    """One field of one row: as a program reads it, as a person does, what kind of data it is, and where it came from."""

    field: str
    label: str
    value: Any
    shown: str
    category: str
    source: str


@dataclass(frozen=True)
class Row:
    """One row: `row` names it in this copy, `belongs_to` the rows it hangs on, by field."""

    row: str
    title: str
    belongs_to: Mapping[str, str]
    kept_until: str | None
    why_kept: tuple[str, ...]
    values: tuple[Value, ...]
    withheld: tuple[Withheld, ...] = ()

    def without(self, reasons: Mapping[str, str]) -> "Row":
        """The same, but that the files at these paths could not be handed out."""
        lost = {each.field: reasons[each.value["file"]] for each in self.values if path_of(each) in reasons}
        withheld = tuple(
            Withheld(each.field, each.label, lost[each.field]) for each in self.values if each.field in lost
        )
        values = tuple(each for each in self.values if each.field not in lost)
        return replace(self, values=values, withheld=(*self.withheld, *withheld))


@dataclass(frozen=True)
class Section:
    """All rows of one model, with what is the same for all of them."""

    model: str
    title: str
    category: str
    state: str
    reason: str
    purpose: Mapping[str, str]
    withheld: tuple[Withheld, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class StoredFile:
    """A file to be laid beside the data: where it is, and under which path it goes into the copy."""

    path: str
    storage: Storage
    name: str


@dataclass(frozen=True)
class Contents:
    """One person's copy."""

    language: str
    made_at: datetime.datetime
    information: Mapping[str, Any]
    sections: tuple[Section, ...]
    history: tuple[Mapping[str, str], ...]
    consents: tuple[Mapping[str, Any], ...]
    resume: Mapping[str, Any] | None
    files: tuple[StoredFile, ...] = field(default=())

    def without(self, reasons: Mapping[str, str]) -> "Contents":
        """The same, but that these files could not be read; by path, why."""
        if not reasons:
            return self
        sections = tuple(
            replace(section, rows=tuple(row.without(reasons) for row in section.rows)) for section in self.sections
        )
        return replace(self, sections=sections)

    @property
    def parts(self) -> int:
        """How many steps it takes to write it: each file, the data, the page, the PDF, and one ZIP of all."""
        return len(self.files) + 4


def path_of(value: Value) -> str:
    return value.value["file"] if isinstance(value.value, dict) and set(value.value) == {"file"} else ""
