"""What every rule is given and what it answers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from privacy.deadlines import Period
from privacy.decide import Ground

OSLO = ZoneInfo("Europe/Oslo")


def civil_day(moment: datetime.datetime | datetime.date) -> datetime.date:
    """The calendar day in Oslo."""
    return moment.astimezone(OSLO).date() if isinstance(moment, datetime.datetime) else moment


@dataclass(frozen=True)
class Consent:
    """A consent in force, and when it was given."""

    purpose: str
    given_at: datetime.datetime


@dataclass(frozen=True)
class Pause:
    """Days on which the person's clock stands still; without a last day as long as nobody knows one."""

    first: datetime.date
    last: datetime.date | None


@dataclass(frozen=True)
class Known:
    """What every rule may look at besides its row: approved lengths, the person's consents in force, and pauses."""

    periods: Mapping[str, Period]
    consents: Mapping[str, Consent]
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a rule says of a row."""

    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    follows_person: bool = False
    at_most: Ground | None = None
    stands_alone: bool = False


Row = Mapping[str, Any]


class Rule(Protocol):
    @property
    def lookups(self) -> tuple[str, ...]: ...

    @property
    def periods(self) -> tuple[str, ...]: ...

    def read(self, row: Row, known: Known) -> Found: ...
