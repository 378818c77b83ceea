"""What this app asks of the world outside it: a judge of files and a virus scanner."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Protocol

FileSource = bytes | Path | BinaryIO


@dataclass(frozen=True)
class Inspection:
    """What a look into a file's structure found; `reason` is a code of `candidates.validators.SENTENCES`, empty if it is taken."""

    reason: str = ""
    content_type: str = ""
    pages: int = 0
    text: str = ""

    @property
    def is_accepted(self) -> bool:
        return not self.reason


class FileJudge(Protocol):
    """Looks into a stranger's file, elsewhere than here."""

    def judge(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        """May the file be taken? Quick, for the request; reads no text."""
        ...


class Inspector(FileJudge, Protocol):
    """And reads its text out."""

    def read(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        """Judge, and read the text out; for the worker."""
        ...


class Verdict(Enum):
    """What a virus scanner says. Only CLEAN is clean: ERROR means ask again later, AWAY that nobody answered at all."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"
    ERROR = "error"
    AWAY = "away"


class VirusScanner(Protocol):
    def scan(self, source: FileSource) -> Verdict: ...


Area = tuple[int, float, float, float, float]  # page, then left, top, right, bottom in percent of it


class PaperFailed(Exception):
    """Nothing could be made of the file; the argument is a code of `candidates.validators.SENTENCES`, or empty."""


@dataclass(frozen=True)
class Covered:
    """A new file of which parts are really gone: what can still be read in it, and which words were found nowhere."""

    data: bytes
    pages: int
    text: str
    missing: list[str]


class Paper(Protocol):
    """Makes of a PDF or picture what a client may have of it. Raises `PaperFailed`."""

    def mark(self, data: bytes, *, content_type: str, words: str) -> bytes:
        """A PDF with the words on each page, without metadata."""
        ...

    def pictures(self, data: bytes, *, content_type: str, shown: int) -> list[bytes]:
        """The first pages, each as a JPEG."""
        ...

    def cover(
        self, data: bytes, *, content_type: str, areas: list[Area], words: list[str], without: list[int]
    ) -> Covered:
        """A PDF without these areas, words and pages, and without any national identity number its text has."""
        ...
