"""Rules made of other rules."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from privacy.decide import Ground
from privacy.grounds.known import Found, Known, Row, Rule, civil_day
from privacy.grounds.single import Until, WhileUntold


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
class WhileNamed:
    """Kept by `rule` as long as the key `by` names somebody: with that one gone, its time is over.

    It began with `since`, a date of the row's own: the rule's anchor, unless that stands on the one who is gone.
    """

    by: str
    rule: Until
    since: str = ""

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.by, *((self.since,) if self.since else ()), *self.rule.lookups)

    @property
    def periods(self) -> tuple[str, ...]:
        return self.rule.periods

    def read(self, row: Row, known: Known) -> Found:
        began = row[self.since or self.rule.anchor]
        if row[self.by] is None and began is not None:
            return Found((Ground(self.rule.period, civil_day(began)),))
        return self.rule.read(row, known)


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
    """Kept as long as one of the rows that use it; unused, as long as the person; and no longer than `at_most`.

    `users` is the lookup of their primary keys, `model` their label.
    """

    model: str
    users: str
    at_most: WhileUntold

    @property
    def lookups(self) -> tuple[str, ...]:
        return (self.users, *self.at_most.lookups)

    @property
    def periods(self) -> tuple[str, ...]:
        return self.at_most.periods

    def read(self, row: Row, known: Known) -> Found:
        ends = self.at_most.read(row, known).grounds
        return Found(follows_person=True, at_most=ends[0] if ends else None)


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
