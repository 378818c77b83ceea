"""Reading a stranger's table (CSV): any usual encoding, separator and order of columns; what is wrong is said row by row.

Knows no model and no clock. The first line names the columns, each under one of its `titles`; a cell is text until the
`clean` of its column (see `cells`) says what it is. What no column asks for is not read further (GDPR art. 5(1)(c)).
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

DELIMITERS = (";", ",", "\t", "|")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_MARKS = 30  # on one letter


class Unreadable(Exception):
    """The file is no table we can read; the sentence says why, to whoever sent it."""


@dataclass(frozen=True)
class Column:
    """One column that is asked for. `titles`: what a first line may call it, in any case and with any signs between."""

    name: str
    label: Any
    titles: tuple[str, ...]
    clean: Callable[[str], Any] = str
    is_required: bool = False
    has_lines: bool = False
    most: int = 200


@dataclass
class Row:
    """What stands in one row, cleaned, by the names of the columns; an empty cell is None. `line`: where it begins."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)  # the same as the problems, as `column:code`, to be kept


@dataclass(frozen=True)
class Table:
    rows: list[Row]
    ignored: list[str]  # titles nobody asked for

    @property
    def troubled(self) -> list[Row]:
        return [row for row in self.rows if row.problems]


@dataclass(frozen=True)
class Stream:
    ignored: list[str]
    rows: Iterator[Row]


def read(content: bytes, columns: Sequence[Column], *, most_rows: int, most_bytes: int) -> Table:
    """The table in a file. Raises `Unreadable`; whatever is wrong with one row stands in that row's `problems`."""
    found = stream(content, columns, most_bytes=most_bytes)
    rows: list[Row] = []
    for row in found.rows:
        if len(rows) == most_rows:
            raise Unreadable(_("The file has more than %(most)s rows. Split it into several.") % {"most": most_rows})
        rows.append(row)
    if not rows:
        raise Unreadable(_("The file names its columns, and has no row under them."))
    return Table(rows, found.ignored)


def stream(
    content: bytes, columns: Sequence[Column], *, most_bytes: int, skip: int = 0, only_line: int | None = None
) -> Stream:
    """The same, one row after the other, and without the first `skip`. Raises `Unreadable`, here or at a later row."""
    if len(content) > most_bytes:
        size = most_bytes // 1_000_000
        raise Unreadable(_("The file is larger than %(size)s MB. Split it into several.") % {"size": size})
    records = _records(_text(content))
    _line, titles = next(records, (0, []))
    if not any(title.strip() for title in titles):
        raise Unreadable(_("The file is empty. Its first line must name the columns."))
    places = _places(titles, columns)
    known = {place for place, _column in places}
    ignored = [_plain(title) for place, title in enumerate(titles) if place not in known and title.strip()]
    filled = (
        (line, cells) for line, cells in records if any(cell.strip() for cell in cells) and only_line in (None, line)
    )
    return Stream(ignored, (_row(line, cells, places, len(titles)) for line, cells in islice(filled, skip, None)))


def count(content: bytes) -> int:
    """How many rows there are under the titles, none of them looked at. Raises `Unreadable`."""
    return max(sum(any(cell.strip() for cell in cells) for _line, cells in _records(_text(content))) - 1, 0)


def mark_twins(rows: Iterable[Row], *names: str) -> None:
    """Say of each row that has the same in one of these columns as a row above it that it does."""
    for name in names:
        first: dict[Any, int] = {}
        for row in rows:
            value = row.values.get(name)
            if value and (line := first.setdefault(value, row.line)) != row.line:
                twice = _("The same as in line %(line)s: the file has this person twice.") % {"line": line}
                row.problems += [twice] if twice not in row.problems else []


def _text(content: bytes) -> str:
    if content.startswith(WORKBOOKS):
        raise Unreadable(_("This is a workbook. Save it as CSV (comma-separated values), and send that file."))
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_heaped(text):
            break
        if "\0" not in text:
            return unicodedata.normalize("NFC", text)
    raise Unreadable(_("The file is no text we can read. Save it as CSV with the encoding UTF-8, and send that file."))


def _is_heaped(text: str) -> bool:
    """More marks on one letter than any script has (UAX 15): to bring them in order takes the square of their number."""
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > MOST_MARKS:
            return True
    return False


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line it begins on; cells may have lines of their own."""
    stated, rest = _stated_delimiter(text)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=stated or _delimiter(rest), strict=True)
    begins, skipped = 1, int(bool(stated))
    try:
        for record in reader:
            yield begins + skipped, record
            begins = reader.line_num + 1
    except csv.Error:
        sentence = _(
            "From line %(line)s on the file cannot be read: a quotation mark is left open, or a cell is far too long."
        )
        raise Unreadable(sentence % {"line": begins + skipped}) from None


def _stated_delimiter(text: str) -> tuple[str, str]:
    """Excel may say it in a line of its own: `sep=;`."""
    first, _end, rest = text.partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and first[4:] in DELIMITERS:
        return first[4:], rest
    return "", text


def _delimiter(text: str) -> str:
    """Of the signs in use, the one that parts the first line into most columns."""
    first = next(io.StringIO(text, newline=""), "")
    return max(DELIMITERS, key=first.count)


def _places(titles: list[str], columns: Sequence[Column]) -> list[tuple[int, Column]]:
    """Which cell is which column. Columns that rows must have and that are not there, or there twice, are refused."""
    keys = [_key(title) for title in titles]
    places, missing = [], []
    for column in columns:
        found = [place for place, key in enumerate(keys) if key in {_key(title) for title in column.titles}]
        if len(found) > 1:
            raise Unreadable(_("The column “%(column)s” is there twice.") % {"column": column.label})
        if found:
            places.append((found[0], column))
        elif column.is_required:
            missing.append(_("“%(column)s”") % {"column": column.label})
    if missing:
        sentence = _("The first line has to name the columns, and these are missing: %(columns)s.")
        raise Unreadable(sentence % {"columns": ", ".join(missing)})
    return places


def _row(line: int, cells: list[str], places: list[tuple[int, Column]], width: int) -> Row:
    row = Row(line)
    if any(cell.strip() for cell in cells[width:]):
        row.problems.append(_("The row has more cells than there are columns: is a separator missing quotation marks?"))
        row.codes.append("row:cells")
    for place, column in places:
        try:
            row.values[column.name] = value_of(cells[place] if place < len(cells) else "", column)
        except ValidationError as error:
            row.problems += [f"{capfirst(column.label)}: {message}" for message in error.messages]
            row.codes.append(f"{column.name}:{error.code or 'invalid'}")
    return row


def value_of(cell: str, column: Column) -> Any:
    """What stands in a cell, without signs nobody sees; None for an empty one. Raises `ValidationError` with a code."""
    text = _lines(cell) if column.has_lines else _plain(cell)
    if not text:
        if column.is_required:
            raise ValidationError(_("is missing."), code="missing")
        return None
    if len(text) > column.most:
        sentence = _("is too long: at most %(most)s characters.") % {"most": column.most}
        raise ValidationError(sentence, code="too_long")
    return column.clean(text)


def _plain(cell: str) -> str:
    """One line: without invisible signs, and with single spaces."""
    return " ".join("".join(" " if sign.isspace() else sign for sign in cell if _shows(sign)).split())


def _lines(cell: str) -> str:
    return "\n".join(_plain(line) for line in cell.splitlines()).strip()


def _shows(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()


def _key(title: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", title).casefold() if sign.isalnum())
