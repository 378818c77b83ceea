"""How an identifier may stand somewhere: as it was written, and as programs rewrite it on the way."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from typing import NamedTuple
from urllib.parse import quote, quote_plus

SHORTEST = 3
SURE = 8  # shorter identifiers are sought as whole words: "Bo" stands in every "Bosted"
WORD = "(^|[^[:alnum:]]){}([^[:alnum:]]|$)"


class TooShort(Exception):
    """An identifier so short that it would be found everywhere; `number` says which."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Finding(NamedTuple):
    """Where something stands: which identifier (counted from 1), in which place, in how many rows or files."""

    number: int
    place: str
    times: int


class Spelling(NamedTuple):
    """One way the identifier `number` is written, in lower case; `pattern` is what must fit besides, or None."""

    number: int
    text: str
    pattern: str | None = None


def of(identifiers: Sequence[str]) -> list[Spelling]:
    """Each way these identifiers may be written in a text. Raises `TooShort`."""
    found: dict[Spelling, None] = {}
    for number, identifier in enumerate(identifiers, 1):
        if len(identifier.strip()) < SHORTEST:
            raise TooShort(number)
        for text in written(identifier.strip()):
            text = text.lower()
            found[Spelling(number, text, None if len(text) >= SURE else WORD.format(re.escape(text)))] = None
    return list(found)


def written(text: str) -> set[str]:
    """In plain text, in JSON, in an address, in HTML; a random number also without its dashes."""
    ways = {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    ways |= {quote(text), quote_plus(text), escape(text)}
    if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        ways.add(text.replace("-", ""))
    return ways


def in_hex(identifiers: Sequence[str]) -> list[Spelling]:
    """As PostgreSQL shows bytes."""
    return [Spelling(number, text.strip().encode().hex()) for number, text in enumerate(identifiers, 1)]


class Bytes:
    """The same for bytes: which identifiers stand in a stream of them."""

    def __init__(self, identifiers: Sequence[str]) -> None:
        self._patterns: dict[int, re.Pattern[bytes]] = {}
        ways: dict[int, set[bytes]] = {}
        for spelling in of(identifiers):
            whole = spelling.pattern is not None
            ways.setdefault(spelling.number, set()).update(_patterns(spelling.text, whole=whole))
        for number, patterns in ways.items():
            self._patterns[number] = re.compile(b"|".join(sorted(patterns)), re.IGNORECASE)
        self.overlap = max((len(pattern) for each in ways.values() for pattern in each), default=0)

    def within(self, content: bytes) -> set[int]:
        """The numbers of the identifiers that stand in this."""
        return {number for number, pattern in self._patterns.items() if pattern.search(content)}


def _patterns(text: str, *, whole: bool) -> set[bytes]:
    """IGNORECASE folds no letters beyond ASCII in bytes: those are tried as they may be written."""
    shape = rb"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])" if whole else b"%s"
    cases = {text, text.upper(), text.title(), text.capitalize()}
    encoded = {each.encode(how) for each in cases for how in ("utf-8", "utf-16-le")}
    with suppress(UnicodeEncodeError):
        encoded |= {each.encode("latin-1") for each in cases}
    return {shape % re.escape(each) for each in encoded}
