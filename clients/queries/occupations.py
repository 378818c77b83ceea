"""Occupations by STYRK-08, the Norwegian standard, to its unit groups of four digits.

`clients/lists/styrk08.csv`: codes and Norwegian names are Statistics Norway's (Standard for yrkesklassifisering, 2011; open
data, CC BY 4.0); `isco` says whether the group is the one of ISCO-08 with this number, by whose name it goes in English, or
one of Norway's own, with an English name of ours. Nothing is ever guessed: a code is in the table or it is none.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).resolve().parents[1] / "lists" / "styrk08.csv"
MAJOR_GROUPS: dict[str, Promise] = {
    "0": _("armed forces and unspecified"),
    "1": _("managers"),
    "2": _("professionals"),
    "3": _("technicians and associate professionals"),
    "4": _("clerical support workers"),
    "5": _("service and sales workers"),
    "6": _("agriculture, forestry and fisheries"),
    "7": _("craft and related trades workers"),
    "8": _("plant and machine operators, drivers"),
    "9": _("elementary occupations"),
}
MOST_SUGGESTIONS = 6
Titled = tuple[str, str]


@dataclass(frozen=True)
class Occupation:
    """One unit group; `is_isco` says that ISCO-08 has the same group under this number."""

    code: str
    nb: str
    en: str
    is_isco: bool

    def named(self, language: str | None = None) -> str:
        return self.en if (language or get_language() or "nb").startswith("en") else self.nb


@cache
def table() -> dict[str, Occupation]:
    """All 407, by code."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return {row["code"]: Occupation(row["code"], row["nb"], row["en"], row["isco"] == "yes") for row in rows}


def name(code: str, language: str | None = None) -> str:
    """What the code stands for, in this language or the reader's; empty for a code that is none."""
    return table()[code].named(language) if code in table() else ""


def titled(language: str | None = None) -> list[Titled]:
    """Code and name of each, by name."""
    return sorted(((each.code, each.named(language)) for each in table().values()), key=lambda each: each[1].casefold())


def grouped(language: str | None = None) -> list[tuple[str | Promise, list[Titled]]]:
    """The same beneath the ten major groups, for a select."""
    return [
        (group, [each for each in titled(language) if each[0][0] == digit]) for digit, group in MAJOR_GROUPS.items()
    ]


def meant(typed: str) -> Occupation | None:
    """The one that was typed: by its code, with or without the name, or by its whole name in either language."""
    words = " ".join(typed.split())
    if found := table().get(words.partition(" ")[0]):
        return found
    of_this_name = [each for each in table().values() if words.casefold() in (each.nb.casefold(), each.en.casefold())]
    return of_this_name[0] if len(of_this_name) == 1 else None


def like(typed: str) -> list[Occupation]:
    """Some whose name has every word of it, or begins as it does: to choose from, never to take."""
    words = typed.casefold().split()
    stems = [word[: max(4, len(word) - 3)] for word in words]
    spoken = [(each, f"{each.nb} {each.en}".casefold()) for each in table().values()]
    found = [each for each, said in spoken if words and all(stem in said for stem in stems)]
    return found[:MOST_SUGGESTIONS]
