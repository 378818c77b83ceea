"""What this app asks of the world outside it: Enhetsregisteret, a judge of files, and a board that shows job ads."""

import datetime
from dataclasses import dataclass, field
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile

from clients.choices import Heard


@dataclass(frozen=True)
class Unit:
    """What we take of a unit, and nothing else: no roles, no owners, no number of employees.

    `form` is the register's code (AS, ENK, BEDR …); `parent` the number of the company a sub-unit belongs to.
    """

    org_number: str
    name: str
    form: str = ""
    address: str = ""
    is_bankrupt: bool = False
    is_dissolving: bool = False
    deleted_on: datetime.date | None = None
    parent: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of asking: only `FOUND` has a unit."""

    heard: Heard
    unit: Unit | None = None


@dataclass(frozen=True)
class Units:
    """The same for a list."""

    heard: Heard
    units: tuple[Unit, ...] = field(default=())


class EntityRegister(Protocol):
    """Never raises for what the other side does: an answer nobody understands is no answer."""

    def unit(self, org_number: str) -> Answer: ...

    def sub_unit(self, org_number: str) -> Answer: ...

    def sub_units(self, org_number: str) -> Units: ...


class PdfJudge(Protocol):
    """Looks into a PDF somebody sends us, elsewhere than here."""

    def __call__(self, upload: UploadedFile) -> bool:
        """Whether a scanner has found it clean (False: there is none). Raises `ValidationError` with a sentence."""
        ...


@dataclass(frozen=True)
class AdPackage:
    """Job ads for a board outside: each as a line of its format, and the references of those it is to stop."""

    lines: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines or self.stops)


class AdBoard(Protocol):
    """Makes of a package what leaves the program; here a file, which a colleague sends."""

    def __call__(self, package: AdPackage) -> bytes: ...
