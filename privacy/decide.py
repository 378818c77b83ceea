"""The one decision: keep, erase, or ask a person. Pure: no database, no clock.

The same object answers the purge, its preview, the adviser's "why is this still here?", the person's "deleted on …
because …" and "if you withdraw this consent, …" (GDPR art. 5(1)(e)).
"""

import datetime
import enum
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

Key = tuple[str, str]  # model label, primary key


class Verdict(enum.Enum):
    KEEP = "keep"
    ERASE = "erase"
    REVIEW = "review"


@dataclass(frozen=True)
class Ground:
    """Why something may be kept: `until` is the first day it no longer may; None is "until something happens".

    A `mandatory` ground stands even when the person asks for erasure (GDPR art. 17(3)).
    """

    code: str
    until: datetime.date | None
    mandatory: bool = False

    def is_active(self, as_of: datetime.date) -> bool:
        return self.until is None or as_of < self.until


@dataclass(frozen=True)
class Item:
    """One row that has a storage time of its own.

    `follows` None: it stands on its own grounds, and the person's basics are kept as long as it is. Otherwise it is
    kept as long as one of the rows it follows; `()` means as long as the person, and no longer than `at_most`.
    `carries` names rows that cannot be without this one: it stays as long as one of them, whatever its own grounds.
    `missing` names facts without which nobody can say how long: a person has to look, nothing is guessed.
    """

    key: Key
    category: str
    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    follows: tuple[Key, ...] | None = None
    at_most: Ground | None = None
    carries: tuple[Key, ...] = ()

    @property
    def is_anchor(self) -> bool:
        return self.follows is None


@dataclass(frozen=True)
class Facts:
    """All that is known about one person that bears on storage; `holds` cover everything."""

    subject_id: uuid.UUID
    items: tuple[Item, ...] = ()
    holds: tuple[Ground, ...] = ()

    def without(self, code: str) -> "Facts":
        """As if this ground did not exist: what a withdrawn consent would change."""
        return replace(self, items=tuple(_dropping(item, lambda ground: ground.code != code) for item in self.items))

    def on_request(self) -> "Facts":
        """As if the person asked to be erased now: only mandatory grounds stand (GDPR art. 17(1) and (3))."""
        kept = tuple(_dropping(item, lambda ground: ground.mandatory) for item in self.items)
        return replace(self, items=tuple(replace(item, missing=()) for item in kept))


def _dropping(item: Item, stays: Callable[[Ground], bool]) -> Item:
    return replace(item, grounds=tuple(ground for ground in item.grounds if stays(ground)))


@dataclass(frozen=True)
class Outcome:
    """What becomes of one item: `due_on` is the first day it is no longer there, None while no end is known."""

    item: Item
    verdict: Verdict
    due_on: datetime.date | None
    active: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What becomes of one person's data on the day `as_of`."""

    facts: Facts
    as_of: datetime.date
    outcomes: tuple[Outcome, ...] = field(default=())

    @cached_property
    def erases_person(self) -> bool:
        """Nothing stands any more: the person goes, with everything."""
        anchors = [outcome for outcome in self.outcomes if outcome.item.is_anchor]
        return not self._active_holds and all(outcome.verdict is Verdict.ERASE for outcome in anchors)

    @cached_property
    def erased_keys(self) -> tuple[Key, ...]:
        return tuple(outcome.item.key for outcome in self.outcomes if outcome.verdict is Verdict.ERASE)

    @cached_property
    def verdict(self) -> Verdict:
        """For the count of a purge run: something goes, something must be looked at, or all stays."""
        if self.erases_person or self.erased_keys:
            return Verdict.ERASE
        return Verdict.REVIEW if self.needs_review else Verdict.KEEP

    @cached_property
    def needs_review(self) -> bool:
        """Something cannot be dated, and a person has to look."""
        return any(outcome.verdict is Verdict.REVIEW for outcome in self.outcomes)

    @cached_property
    def person_due_on(self) -> datetime.date | None:
        """First day nothing about the person is there; None while no end is known."""
        return _latest(outcome.due_on for outcome in self.outcomes if outcome.item.is_anchor)

    @cached_property
    def next_look(self) -> datetime.date | None:
        """First day something may have to go: what `Subject.due_on` stores. What needs review is due already."""
        if self.needs_review:
            return self.as_of
        kept = (outcome.due_on for outcome in self.outcomes if outcome.verdict is Verdict.KEEP)
        return min((day for day in kept if day is not None), default=None)

    @property
    def _active_holds(self) -> tuple[Ground, ...]:
        return tuple(hold for hold in self.facts.holds if hold.is_active(self.as_of))


def decide(facts: Facts, as_of: datetime.date) -> Decision:
    """Decide for each item of one person what becomes of it on the civil day `as_of`.

    An item with an active ground is kept; one with none is erased; one whose facts are missing is for a person to
    look at, never guessed. A hold keeps everything (GDPR art. 17(3)(b) and (e)).
    """
    holds = tuple(hold for hold in facts.holds if hold.is_active(as_of))
    alone = {item.key: _anchor(item, holds, as_of) for item in facts.items if item.is_anchor}
    anchors = {key: _with_carried(outcome, alone) for key, outcome in alone.items()}
    outcomes = (anchors.get(item.key) or _follower(item, anchors, holds, as_of) for item in facts.items)
    return Decision(facts, as_of, tuple(outcomes))


def _anchor(item: Item, holds: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    active = tuple(ground for ground in (*holds, *item.grounds) if ground.is_active(as_of))
    if active:
        return Outcome(item, Verdict.KEEP, _latest(ground.until for ground in active), active, item.missing)
    if item.missing:
        return Outcome(item, Verdict.REVIEW, None, (), item.missing)
    return Outcome(item, Verdict.ERASE, _latest(ground.until for ground in item.grounds))


def _with_carried(own: Outcome, alone: dict[Key, Outcome]) -> Outcome:
    """A row others cannot be without: its own outcome, or the longest of theirs."""
    carried = [alone[key] for key in own.item.carries if key in alone]
    kept = [outcome for outcome in carried if outcome.verdict is Verdict.KEEP]
    if kept:
        active = tuple(dict.fromkeys(ground for outcome in (own, *kept) for ground in outcome.active))
        ends = [outcome.due_on for outcome in (own, *kept) if outcome.verdict is Verdict.KEEP]
        return replace(own, verdict=Verdict.KEEP, due_on=_latest(ends), active=active)
    if own.verdict is Verdict.ERASE and any(outcome.verdict is Verdict.REVIEW for outcome in carried):
        return replace(own, verdict=Verdict.REVIEW, due_on=None)
    return own


def _follower(item: Item, anchors: dict[Key, Outcome], holds: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    followed = _followed(item, anchors)
    verdicts = {outcome.verdict for outcome in followed}
    due_on = _latest(outcome.due_on for outcome in followed)
    active = tuple(dict.fromkeys(ground for outcome in followed for ground in outcome.active))
    if item.at_most and item.at_most.until and not holds:
        due_on = min(due_on, item.at_most.until) if due_on else item.at_most.until
        if not item.at_most.is_active(as_of):
            return Outcome(item, Verdict.ERASE, due_on)
    if holds or Verdict.KEEP in verdicts:
        return Outcome(item, Verdict.KEEP, None if holds else due_on, active or holds)
    return Outcome(item, Verdict.REVIEW if Verdict.REVIEW in verdicts else Verdict.ERASE, due_on)


def _followed(item: Item, anchors: dict[Key, Outcome]) -> list[Outcome]:
    """The rows it hangs on. One that itself goes with the person stands for the person: for all anchors."""
    follows = item.follows or ()
    if follows and all(key in anchors for key in follows):
        return [anchors[key] for key in follows]
    return list(anchors.values())


def _latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The last of these days; None if there is none, or if one of them has no end."""
    known = list(days)
    return max((day for day in known if day), default=None) if None not in known else None
