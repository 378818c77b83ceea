"""Reading a JSON Resume file (jsonresume.org, 1.0 and later): what fits into the profile here, and what was left out.

The file is a stranger's: it may be anything. Only known places are looked at, only words are taken, each cut to what its
field holds and without markup; pictures, links and references of other people are never taken.
"""

import calendar
import datetime
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from candidates.choices.facts import LanguageLevel, SpokenLanguage
from candidates.queries import resume_rows
from candidates.queries.resume_rows import MOST, Row
from candidates.queries.resume_rows import dict_of as _dict
from candidates.queries.resume_rows import rows_of as _rows
from candidates.queries.resume_rows import text as _text

LARGEST = 1_000_000  # bytes
FILE_NAME = re.compile(r"\.(pdf|docx?|jpe?g|png)$", re.IGNORECASE)
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# How well somebody speaks a language, in the words such files use; the first that occurs counts.
FLUENCY = (
    (r"\ba1\b", LanguageLevel.A1), (r"\ba2\b", LanguageLevel.A2), (r"\bb1\b", LanguageLevel.B1),
    (r"\bb2\b", LanguageLevel.B2), (r"\bc1\b", LanguageLevel.C1), (r"\bc2\b", LanguageLevel.C2),
    (r"native|mother|bilingual|morsmål", LanguageLevel.NATIVE),
    (r"full professional|fluent|flytende|advanced", LanguageLevel.C1),
    (r"professional|god\b|good", LanguageLevel.B2), (r"limited|intermediate|conversational|middels", LanguageLevel.B1),
    (r"elementary|basic|beginner|grunnleggende", LanguageLevel.A2),
)  # fmt: skip
TAKEN = {"basics", "skills", "languages", "certificates", *resume_rows.SECTIONS, "meta", "$schema"}


class Unreadable(Exception):
    """It is no JSON Resume: too large, no JSON, or nested beyond reason."""


@dataclass(frozen=True)
class Understood:
    """What a file says that has a place here."""

    name: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    summary: str = ""
    skills: tuple[str, ...] = ()
    certificates: tuple[tuple[str, datetime.date | None], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)  # of work and education, by our fields
    left_out: tuple[str, ...] = ()  # names of sections, languages and rows that were not understood

    @property
    def names(self) -> tuple[str, str]:
        """First and last, cut at the last space."""
        first, _space, last = self.name.rpartition(" ")
        return first or last, last if first else ""

    @property
    def says_anything(self) -> bool:
        """Whether there is something for the profile."""
        return bool(self.place or self.skills or self.certificates or self.languages or any(self.rows.values()))


def read(content: bytes) -> Understood:
    """Raises `Unreadable`."""
    whole = _parsed(content)
    basics = _dict(whole.get("basics"))
    languages, unclear = _languages(whole)
    lived = {name: resume_rows.read(whole, name) for name in resume_rows.SECTIONS}
    unclear += tuple(name for _rows, names in lived.values() for name in names)
    skills = [word for each in _rows(whole, "skills") for word in _words_of(each)]
    return Understood(
        name=_text(basics.get("name"), 150), email=_text(basics.get("email"), 254), phone=_text(basics.get("phone"), 30),
        place=_text(_dict(basics.get("location")).get("city"), 100), summary=_text(basics.get("summary"), 5_000),
        skills=tuple(_once(skills)), certificates=tuple(_certificates(whole)), languages=languages,
        rows={name: rows for name, (rows, _names) in lived.items() if rows},
        left_out=tuple(sorted(_text(name, 40) for name in whole if name not in TAKEN and whole[name])[:MOST]) + unclear,
    )  # fmt: skip


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise Unreadable
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict) or not found.keys() & TAKEN - {"$schema", "meta"}:
        raise Unreadable
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _words_of(skill: dict[str, Any]) -> list[str]:
    keywords = skill.get("keywords")
    found = [skill.get("name"), *(keywords[:MOST] if isinstance(keywords, list) else [])]
    return [word for each in found if (word := _text(each, 60))]


def _once(words: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.lower(), word)
    return list(found.values())[:MOST]


def _certificates(whole: dict[str, Any]) -> list[tuple[str, datetime.date | None]]:
    """Names of files are none: our own copy of somebody's data lists papers beside licences."""
    found: dict[str, tuple[str, datetime.date | None]] = {}
    for row in _rows(whole, "certificates"):
        name = _text(row.get("name"), 100)
        if name and not FILE_NAME.search(name):
            found.setdefault(name.lower(), (name, last_day(row.get("validUntil"))))
    return list(found.values())[:MOST]


def last_day(value: Any) -> datetime.date | None:
    """Of a year, a month or a day, as JSON Resume writes them; none where it is no date."""
    match = DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return datetime.date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
    except ValueError:  # calendar.IllegalMonthError is one
        return None


def _languages(whole: dict[str, Any]) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    known = _names_of_languages()
    found: dict[str, int] = {}
    unclear: list[str] = []
    for row in _rows(whole, "languages")[:MOST]:
        name = _text(row.get("language"), 60)
        code, level = known.get(name.lower()), level_of(_text(row.get("fluency"), 100))
        if code and level:
            found.setdefault(code, level)
        elif name:
            unclear.append(name)
    return tuple(found.items()), tuple(unclear)


def level_of(words: str) -> int | None:
    return next((int(level) for pattern, level in FLUENCY if re.search(pattern, words.lower())), None)


def _names_of_languages() -> dict[str, str]:
    known = {str(code): str(code) for code in SpokenLanguage.values}
    for language in ("nb", "en"):
        with translation.override(language):
            known |= {str(label).lower(): str(code) for code, label in SpokenLanguage.choices}
    return known


def carried(read: Understood) -> str:
    """What there is for the profile, as a JSON Resume again; `resumes.read` gives the same."""
    whole: dict[str, Any] = {
        "basics": {"location": {"city": read.place}},
        "skills": [{"name": name} for name in read.skills],
        "certificates": [
            {"name": name, "validUntil": until and until.isoformat()} for name, until in read.certificates
        ],
        "languages": [{"language": code, "fluency": LanguageLevel(level).name} for code, level in read.languages],
    }
    lived = {name: [resume_rows.written(row, name) for row in rows] for name, rows in read.rows.items()}
    return json.dumps(whole | lived, ensure_ascii=False)
