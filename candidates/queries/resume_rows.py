"""Of a stranger's JSON: plain words, and the rows of work and education that fit into a CV here."""

import html
import re
from typing import Any

import nh3
from django.utils import timezone

from candidates.models.cv import AHEAD, EARLIEST, LONGEST
from privacy.validators import holds_national_id

MOST = 50  # of each kind
MOST_ROWS = 30  # of work, of education
LAYERS = 5  # of text that turns out to be markup; nobody writes more
MONTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-\d{2})?)?")
Row = dict[str, Any]
# What a row is called here, and where it may stand there; the first that says something.
NAMES = {
    "work": {"employer": ("name", "company"), "title": ("position",)},
    "education": {"school": ("institution",), "subject": ("area", "studyType")},
}
SECTIONS = tuple(NAMES)


def dict_of(value: Any) -> Row:
    return value if isinstance(value, dict) else {}


def rows_of(whole: Row, name: str) -> list[Row]:
    rows = whole.get(name)
    return [row for row in rows[: 4 * MOST] if isinstance(row, dict)] if isinstance(rows, list) else []


def text(value: Any, most: int) -> str:
    """Plain words: no markup, no control characters, one space between them; nothing that holds a national id."""
    if not isinstance(value, str):
        return ""
    plain = value[: 4 * most].encode("utf-8", "ignore").decode()  # half a letter (a lone surrogate) is none
    for _again in range(LAYERS):  # what was written as text is markup once it is read, and is read anew
        before, plain = plain, html.unescape(nh3.clean(plain, tags=set()))
        if plain == before:
            break
    else:
        return ""
    tidy = " ".join("".join(each if each.isprintable() else " " for each in plain).split())
    return "" if holds_national_id(tidy) else tidy[:most].strip()


def lines(value: Any, most: int) -> str:
    """The same of several lines, or of a list of them."""
    parts = value.splitlines() if isinstance(value, str) else value if isinstance(value, list) else []
    found = [line for part in parts[: 4 * MOST] if (line := text(part, most))]
    whole = "\n".join(found)[:most].strip()
    return "" if holds_national_id(whole) else whole


def read(whole: Row, section: str) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows as our fields, and by name those that lack what a row here needs: where, what, and a year to begin with."""
    found: list[Row] = []
    unclear: list[str] = []
    for each in rows_of(whole, section)[:MOST_ROWS]:
        row = _row(each, section)
        names = [row[name] for name in NAMES[section]]
        if all(names) and row["from_year"] and _is_in_order(row):
            found.append(row)
        elif any(names):
            unclear.append(", ".join(name for name in reversed(names) if name))
    return tuple(found), tuple(unclear)


def _row(each: Row, section: str) -> Row:
    row: Row = {
        name: next((said for key in keys if (said := text(each.get(key), 100))), "")
        for name, keys in NAMES[section].items()
    }
    if section == "education" and (degree := text(each.get("studyType"), 100)) and degree != row["subject"]:
        row["subject"] = f"{degree}, {row['subject']}"[:100].strip()
    more = [lines(each.get(name), LONGEST) for name in ("summary", "highlights", "courses")]
    row["description"] = "\n".join(each for each in more if each)[:LONGEST].strip()
    row["from_year"], row["from_month"] = _month(each.get("startDate"), ahead=0)
    row["to_year"], row["to_month"] = _month(each.get("endDate"), ahead=AHEAD)
    return row


def _month(value: Any, *, ahead: int) -> tuple[int | None, int | None]:
    """As far ahead as the form takes it; an end beyond that is none, which is how some write that it goes on."""
    match = MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not EARLIEST <= int(match[1]) <= timezone.localdate().year + ahead:
        return None, None
    month = int(match[2] or 0)
    return int(match[1]), month if 1 <= month <= 12 else None


def _is_in_order(row: Row) -> bool:
    """A year alone is any month of it."""
    if row["to_year"] is None:
        return True
    begun, ended = (row["from_year"], row["from_month"] or 1), (row["to_year"], row["to_month"] or 12)
    return bool(begun <= ended)


def written(row: Row, section: str) -> Row:
    """As JSON Resume has it; `read` gives the same again."""
    said = {keys[0]: row[name] for name, keys in NAMES[section].items()}
    dates = {"startDate": day(row["from_year"], row["from_month"]), "endDate": day(row["to_year"], row["to_month"])}
    return {name: value for name, value in (said | {"summary": row["description"]} | dates).items() if value}


def day(year: int | None, month: int | None) -> str:
    return "" if year is None else f"{year}-{month:02d}" if month else str(year)
