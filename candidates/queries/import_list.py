"""The list of an import: its columns, and a row as a person. Column by column as the README tables it."""

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.choices import DocumentKind
from candidates.models import Import
from candidates.queries import cells, tables
from candidates.queries.import_files import UnsafeName, names_in, safe_name
from candidates.queries.tables import Column, Row, Stream
from privacy.choices import Language

MOST_BYTES = 30_000_000
MOST_FILES = 5  # a row
BETWEEN = "|"
YES = {"ja", "yes", "x", "1", "true", "sant"}
NO = {"nei", "no", "0", "false", "usant"}
BROKEN = re.compile("\u00c3[^\\w\\s]|\ufffd")  # "Ã¸": UTF-8 read as something else, and saved so
FILES: dict[str, DocumentKind] = {kind.value: kind for kind in DocumentKind}


class NoList(Exception):
    """The list is not where it was, or is no file; `code` is a fault of `import_words`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Person:
    """One row, once nothing is wrong with it."""

    first_name: str
    last_name: str
    email: str
    phone: str
    language: str
    received_on: datetime.date | None
    files: tuple[tuple[str, str], ...]  # kind, name in the folder
    no_marketing: bool
    keep_consent: bool

    @property
    def folded_name(self) -> str:
        return f"{self.first_name} {self.last_name}".casefold()


def content_of(path: Path) -> bytes:
    """The whole list; raises `NoList`."""
    try:
        if path.is_symlink() or not path.is_file():
            raise NoList("list_missing")
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError:
        raise NoList("list_missing") from None


def rows(content: bytes, *, today: datetime.date, skip: int = 0) -> Stream:
    """Row by row, each cleaned; raises `tables.Unreadable`, here or at a later row."""
    return tables.stream(content, columns(today), most_bytes=MOST_BYTES, skip=skip)


def row_of(run: Import, number: int) -> Row:
    """One row, as it stands in the list the import was checked with. Raises `NoList`."""
    content = content_of(Path(run.csv_path))
    if hashlib.sha256(content).hexdigest() != run.csv_sha256:
        raise NoList("list_changed")
    asked = columns(datetime.date.max)
    return next(tables.stream(content, asked, most_bytes=MOST_BYTES, only_line=number).rows)


def person_of(row: Row) -> Person:
    """The person a row without problems speaks of."""
    said = row.values
    files = tuple((kind, name) for kind in FILES for name in said.get(kind) or ())
    return Person(
        first_name=said["first_name"], last_name=said["last_name"], email=said.get("email") or "",
        phone=said.get("phone") or "", language=said.get("language") or Language.NB.value,
        received_on=said.get("received_on"), files=files, no_marketing=bool(said.get("no_marketing")),
        keep_consent=bool(said.get("keep_consent_on") or said.get("keep_consent_text")),
    )  # fmt: skip


def unused_files(run: Import, content: bytes) -> Iterator[str]:
    """The files of the folder that no row names; in memory are the names in the list, no more."""
    named = {
        name
        for row in rows(content, today=datetime.date.max).rows
        for kind in FILES
        for name in row.values.get(kind) or ()
    }
    yield from (
        name for name in names_in(Path(run.files_path)) if name not in named and Path(run.csv_path).name != name
    )


def columns(today: datetime.date) -> Sequence[Column]:
    files = (
        Column("cv", gettext_lazy("CV"), ("cv", "fil", "file"), _names, most=1000),
        Column("cover_letter", gettext_lazy("cover letter"), ("cover_letter", "soknadsbrev", "søknadsbrev", "søknad"), _names, most=1000),
        Column("certificate", gettext_lazy("certificate"), ("certificate", "attest", "attester"), _names, most=1000),
        Column("diploma", gettext_lazy("diploma"), ("diploma", "vitnemål", "vitnemal"), _names, most=1000),
        Column("other", gettext_lazy("other files"), ("other", "andre", "andre filer", "other files"), _names, most=1000),
    )  # fmt: skip
    day = cells.day_until(today)
    return (
        Column("first_name", gettext_lazy("first name"), ("first_name", "fornavn", "given name"), _name, True, most=100),
        Column("last_name", gettext_lazy("last name"), ("last_name", "etternavn", "surname"), _name, True, most=100),
        Column("email", gettext_lazy("e-mail address"), ("email", "e-mail", "epost", "e-post", "e-postadresse"), cells.email, most=254),
        Column("phone", gettext_lazy("telephone"), ("phone", "telephone", "telefon", "mobil", "tlf"), cells.phone, most=40),
        Column("language", gettext_lazy("language"), ("language", "språk", "sprak"), _language, most=20),
        Column("received_on", gettext_lazy("data received on"), ("received_on", "received", "mottatt", "mottatt dato"), day, most=40),
        *files,
        Column("no_marketing", gettext_lazy("no advertising"), ("no_marketing", "ingen reklame", "reservert"), _yes, most=10),
        Column("keep_consent_on", gettext_lazy("day of a consent"), ("keep_consent_on", "samtykke dato"), str, most=40),
        Column("keep_consent_text", gettext_lazy("words of a consent"), ("keep_consent_text", "samtykke tekst"), str, most=2000),
    )  # fmt: skip


def _name(cell: str) -> str:
    if BROKEN.search(cell):
        raise ValidationError(
            _("has letters that were broken by a wrong encoding. Save the list anew as UTF-8."), code="broken"
        )
    return cells.name(cell)


def _language(cell: str) -> str:
    known = {"nb": "nb", "no": "nb", "norsk": "nb", "bokmål": "nb", "en": "en", "engelsk": "en", "english": "en"}
    if cell.casefold() not in known:
        raise ValidationError(_("is no language we write in: nb or en."), code="no_language")
    return known[cell.casefold()]


def _yes(cell: str) -> bool:
    if cell.casefold() not in YES | NO:
        raise ValidationError(_("is neither yes nor no."), code="no_yes")
    return cell.casefold() in YES


def _names(cell: str) -> tuple[str, ...]:
    names = [name.strip() for name in cell.split(BETWEEN) if name.strip()]
    if len(names) > MOST_FILES:
        raise ValidationError(_("names more than 5 files."), code="many_files")
    try:
        return tuple(map(safe_name, names))
    except UnsafeName:
        raise ValidationError(
            _("names a file outside the folder, or in a way no file is named here."), code="unsafe_name"
        ) from None


all_columns = partial(columns, datetime.date.max)
