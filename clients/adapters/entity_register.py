"""Enhetsregisteret's open API. Whatever is not a clear answer is no answer: the form is filled in by hand then."""

import datetime
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from clients.choices import Heard
from clients.ports import Answer, EntityRegister, Unit, Units

API = "/enhetsregisteret/api"
CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
WHOLE_SECONDS = 8.0  # an answer that comes in drops is none
TRIES = 2
MOST_BYTES = 1_000_000
PIECE = 1 << 14
MOST_SUB_UNITS = 100
NAME, ADDRESS, CODE = 200, 250, 10  # what our columns hold
REFUSED = {404: Heard.UNKNOWN, 410: Heard.REMOVED}


class Unclear(Exception):
    """It answered, and not as the register does."""


class Off:
    """ENTITY_REGISTER_URL=none: said in words, and everything is typed by hand."""

    def unit(self, org_number: str) -> Answer:
        return Answer(Heard.OFF)

    def sub_unit(self, org_number: str) -> Answer:
        return Answer(Heard.OFF)

    def sub_units(self, org_number: str) -> Units:
        return Units(Heard.OFF)


@dataclass(frozen=True)
class OverHttp:
    """The register at a host; `make` opens a connection with a time-out in seconds."""

    make: Callable[[float], HTTPConnection]
    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = READ_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def unit(self, org_number: str) -> Answer:
        return self._one(f"/enheter/{org_number}", org_number)

    def sub_unit(self, org_number: str) -> Answer:
        return self._one(f"/underenheter/{org_number}", org_number)

    def sub_units(self, org_number: str) -> Units:
        heard, told = self._asked(f"/underenheter?overordnetEnhet={org_number}&size={MOST_SUB_UNITS}")
        if heard is not Heard.FOUND:
            return Units(heard)
        try:
            rows = told.get("_embedded", {}).get("underenheter", [])[:MOST_SUB_UNITS]
            return Units(Heard.FOUND, tuple(_unit(row) for row in rows))
        except (Unclear, AttributeError, TypeError, ValueError, KeyError):
            return Units(Heard.NOTHING)

    def _one(self, path: str, org_number: str) -> Answer:
        heard, told = self._asked(path)
        if heard is not Heard.FOUND:
            return Answer(heard)
        try:
            unit = _unit(told)
        except (Unclear, AttributeError, TypeError, ValueError, KeyError):
            return Answer(Heard.NOTHING)
        return Answer(Heard.FOUND, unit) if unit.org_number == org_number else Answer(Heard.NOTHING)

    def _asked(self, path: str) -> tuple[Heard, Any]:
        """Asked again once when nothing came and little time went by: somebody waits for the page."""
        began = time.monotonic()
        for _try in range(TRIES):
            try:
                status, body = self._got(path)
            except (OSError, HTTPException):
                status, body = 0, b""
            if status and status < 500:
                return _understood(status, body)
            if time.monotonic() - began > self.connect_seconds:
                break
        return Heard.NOTHING, None

    def _got(self, path: str) -> tuple[int, bytes]:
        connection = self.make(self.connect_seconds)
        try:
            connection.connect()
            connection.sock.settimeout(self.read_seconds)
            connection.request("GET", API + path, headers={"Accept": "application/json"})
            with connection.getresponse() as response:
                return response.status, self._read(response)
        finally:
            connection.close()

    def _read(self, response: HTTPResponse) -> bytes:
        deadline, body = time.monotonic() + self.whole_seconds, b""
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > MOST_BYTES or time.monotonic() > deadline:
                raise TimeoutError
        return body


def register_at(url: str) -> EntityRegister:
    """`none`, or the address of the register; one not understood stops the program."""
    if url == "none":
        return Off()
    parts = urlsplit(url)
    schemes: dict[str, type[HTTPConnection]] = {"https": HTTPSConnection, "http": HTTPConnection}
    is_here = parts.hostname in ("127.0.0.1", "localhost")
    if (
        not parts.hostname
        or parts.path.strip("/")
        or (parts.scheme != "https" and not (parts.scheme == "http" and is_here))
    ):
        raise ValueError("ENTITY_REGISTER_URL must be none, https://host or, on this machine, http://127.0.0.1:port")
    host, port, kind = parts.hostname, parts.port, schemes[parts.scheme]
    return OverHttp(lambda seconds: kind(host, port, timeout=seconds))


def _understood(status: int, body: bytes) -> tuple[Heard, Any]:
    if status != 200:
        return REFUSED.get(status, Heard.NOTHING), None
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Heard.NOTHING, None
    return (Heard.FOUND, told) if isinstance(told, dict) else (Heard.NOTHING, None)


def _unit(told: dict[str, Any]) -> Unit:
    """Only what is the kind of thing it should be; a unit without number or name is none."""
    number, name = _text(told.get("organisasjonsnummer"), 9), _text(told.get("navn"), NAME)
    if not (number and name):
        raise Unclear
    where = told.get("forretningsadresse") or told.get("beliggenhetsadresse") or told.get("postadresse") or {}
    return Unit(
        org_number=number,
        name=name,
        form=_text((told.get("organisasjonsform") or {}).get("kode"), CODE),
        address=_address(where),
        is_bankrupt=told.get("konkurs") is True,
        is_dissolving=told.get("underAvvikling") is True
        or told.get("underTvangsavviklingEllerTvangsopplosning") is True,
        deleted_on=_day(told.get("slettedato") or told.get("nedleggelsesdato")),
        parent=_text(told.get("overordnetEnhet"), 9),
    )


def _address(where: dict[str, Any]) -> str:
    """In one line; the register has null among its lines."""
    place = " ".join(_words([where.get("postnummer"), where.get("poststed")]))
    return ", ".join([*_words(where.get("adresse") or []), *_words([place])])[:ADDRESS]


def _words(values: Iterable[Any]) -> list[str]:
    return [" ".join(value.split()) for value in values if isinstance(value, str) and value.strip()]


def _text(value: Any, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and value else None
