"""How long: the shapes of storage rules. An app says beside its declarations which shape rules which model.

The shape is code, the length is a `RetentionPeriod` a manager approved. A rule reads one row (its `lookups`) and says
which grounds it gives; it asks no database and no clock.
"""

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
class Known:
    """What every rule may look at besides its row: approved lengths, and the person's consents in force."""

    periods: Mapping[str, Period]
    consents: Mapping[str, Consent]


@dataclass(frozen=True)
class Found:
    """What a rule says of a row."""

    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    follows_person: bool = False
    at_most: Ground | None = None


Row = Mapping[str, Any]


class Rule(Protocol):
    @property
    def lookups(self) -> tuple[str, ...]: ...

    @property
    def periods(self) -> tuple[str, ...]: ...

    def read(self, row: Row, known: Known) -> Found: ...


@dataclass(frozen=True)
class Until:
    """Kept until `period` after the day of `anchor`.

    While the anchor is empty: `while_empty` names the open ground ("as long as the case is open"); without it the
    anchor is a missing fact. `optional` says that an empty anchor simply gives nothing.
    """

    anchor: str
    period: str
    while_empty: str = ""
    optional: bool = False

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.anchor,)

    @property
    def periods(self) -> tuple[str, ...]:
        return (self.period,)

    def read(self, row: Row, known: Known) -> Found:
        moment = row[self.anchor]
        if moment is None:
            return self._empty()
        if self.period not in known.periods:
            return Found(missing=(f"period:{self.period}",))
        return Found((Ground(self.period, known.periods[self.period].after(civil_day(moment))),))

    def _empty(self) -> Found:
        if self.while_empty:
            return Found((Ground(self.while_empty, None),))
        return Found() if self.optional else Found(missing=(self.anchor,))


@dataclass(frozen=True)
class Earliest:
    """Kept until the first of these ends; a part with nothing to say does not count."""

    parts: tuple[Until, ...]

    @property
    def lookups(self) -> tuple[str, ...]:
        return tuple(lookup for part in self.parts for lookup in part.lookups)

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(period for part in self.parts for period in part.periods)

    def read(self, row: Row, known: Known) -> Found:
        found = [part.read(row, known) for part in self.parts]
        missing = tuple(name for each in found for name in each.missing)
        ends = [ground for each in found for ground in each.grounds]
        if missing or not ends:
            return Found(missing=missing or self.lookups)
        return Found((min(ends, key=lambda ground: ground.until or datetime.date.max),))


@dataclass(frozen=True)
class FollowsPerson:
    """Gives no reason to keep anything: goes with the person, and no later than `at_most`."""

    at_most: Until | None = None

    @property
    def lookups(self) -> tuple[str, ...]:
        return self.at_most.lookups if self.at_most else ()

    @property
    def periods(self) -> tuple[str, ...]:
        return self.at_most.periods if self.at_most else ()

    def read(self, row: Row, known: Known) -> Found:
        ends = self.at_most.read(row, known).grounds if self.at_most else ()
        return Found(follows_person=True, at_most=ends[0] if ends else None)


@dataclass(frozen=True)
class Standing:
    """Kept as long as the row says so, for a reason that no request ends (somebody works here)."""

    code: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return ()

    @property
    def periods(self) -> tuple[str, ...]:
        return ()

    def read(self, row: Row, known: Known) -> Found:
        return Found((Ground(self.code, None, mandatory=True),))


@dataclass(frozen=True)
class ByValue:
    """The value of `field` picks the rule; a value nobody thought of is a missing fact."""

    field: str
    rules: Mapping[Any, Rule]

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.field, *(lookup for rule in self.rules.values() for lookup in rule.lookups))

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(period for rule in self.rules.values() for period in rule.periods)

    def read(self, row: Row, known: Known) -> Found:
        rule = self.rules.get(row[self.field])
        return rule.read(row, known) if rule else Found(missing=(self.field,))


@dataclass(frozen=True)
class Extended:
    """A rule that a consent moves on: `period` after the day it would have gone, or after the consent if later.

    Only what was there when the consent was given (`since`) is covered; what comes later has its own time.
    """

    rule: Rule
    consent: str
    period: str
    since: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return (*self.rule.lookups, self.since)

    @property
    def periods(self) -> tuple[str, ...]:
        return (*self.rule.periods, self.period)

    def read(self, row: Row, known: Known) -> Found:
        found = self.rule.read(row, known)
        consent = known.consents.get(self.consent)
        ends = [ground.until for ground in found.grounds if ground.until]
        if not consent or not ends or row[self.since] is None or consent.given_at < row[self.since]:
            return found
        if self.period not in known.periods:
            return Found(found.grounds, (*found.missing, f"period:{self.period}"))
        day = max(*ends, civil_day(consent.given_at))
        return Found((*found.grounds, Ground(self.consent, known.periods[self.period].after(day))), found.missing)


@dataclass(frozen=True)
class Follows:
    """Kept as long as one of the rows that use it; unused, as long as the person.

    `users` is the lookup of their primary keys, `model` their label.
    """

    model: str
    users: str

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.users,)

    @property
    def periods(self) -> tuple[str, ...]:
        return ()

    def read(self, row: Row, known: Known) -> Found:
        return Found(follows_person=True)


@dataclass(frozen=True)
class Carries:
    """Kept by its own rule, and as long as one of the rows that cannot be without it (`model`, by the lookup `users`).

    `timed` picks those of them that have a storage time of their own: as long as there is one, nothing has to be
    looked at before its time comes.
    """

    rule: Rule
    model: str
    users: str
    timed: tuple[str, tuple[str, ...]]

    @property
    def lookups(self) -> tuple[str, ...]:
        return (*self.rule.lookups, self.users)

    @property
    def periods(self) -> tuple[str, ...]:
        return self.rule.periods

    def read(self, row: Row, known: Known) -> Found:
        return self.rule.read(row, known)
