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

from privacy.choices import Category

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
    kept as long as one of the rows it follows; `()` means as long as what it belongs to, the row `owner` or the person,
    and no longer than `at_most`.
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
    owner: Key | None = None

    @property
    def is_anchor(self) -> bool:
        return self.follows is None


@dataclass(frozen=True)
class Holding:
    """A ground that holds deletion back whatever the rules say: of everything, or of one `category`.

    One category cannot stay without the person it is about: who that is stays with it.
    """

    ground: Ground
    category: str = ""

    def covers(self, item: Item) -> bool:
        return self.category in ("", item.category) or item.category == Category.IDENTITY


@dataclass(frozen=True)
class Facts:
    """All that is known about one person that bears on storage. `is_asked`: the person asked to be erased."""

    subject_id: uuid.UUID
    items: tuple[Item, ...] = ()
    holdings: tuple[Holding, ...] = ()
    is_asked: bool = False

    def without(self, *codes: str) -> "Facts":
        """As if these grounds did not exist: what a withdrawn consent would change."""
        return self._with_grounds(lambda ground: ground.code not in codes)

    def on_request(self) -> "Facts":
        """As if the person asked to be erased now: only mandatory grounds stand (GDPR art. 17(1) and (3))."""
        strict = self._with_grounds(lambda ground: ground.mandatory)
        return replace(strict, items=tuple(replace(item, missing=()) for item in strict.items), is_asked=True)

    def _with_grounds(self, stays: Callable[[Ground], bool]) -> "Facts":
        items = tuple(replace(item, grounds=tuple(filter(stays, item.grounds))) for item in self.items)
        return replace(self, items=items, holdings=tuple(each for each in self.holdings if stays(each.ground)))


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
        """Nothing stands any more: the person goes, with everything. Where no rule speaks at all, only on request."""
        gone = all(outcome.verdict is Verdict.ERASE for outcome in self.outcomes)
        return not self._is_held and gone and (self.facts.is_asked or self._has_anchors)

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
        is_ruleless = not (self._has_anchors or self._is_held or self.facts.is_asked)
        return is_ruleless or any(outcome.verdict is Verdict.REVIEW for outcome in self.outcomes)

    @cached_property
    def person_due_on(self) -> datetime.date | None:
        """First day nothing about the person is there; None while no end is known."""
        stands = (each for each in self.outcomes if each.item.is_anchor or each.verdict is Verdict.KEEP)
        return _latest(outcome.due_on for outcome in stands)

    @cached_property
    def next_look(self) -> datetime.date | None:
        """First day something may have to go: what `Subject.due_on` stores. What needs review is due already."""
        if self.needs_review:
            return self.as_of
        kept = (outcome.due_on for outcome in self.outcomes if outcome.verdict is Verdict.KEEP)
        return min((day for day in kept if day is not None), default=None)

    @property
    def _has_anchors(self) -> bool:
        return any(outcome.item.is_anchor for outcome in self.outcomes)

    @property
    def _is_held(self) -> bool:
        """By something that covers everything: also by what has no row of its own."""
        return any(not each.category and each.ground.is_active(self.as_of) for each in self.facts.holdings)


def decide(facts: Facts, as_of: datetime.date) -> Decision:
    """Decide for each item of one person what becomes of it on the civil day `as_of`.

    An item with an active ground is kept; one with none is erased; one whose facts are missing is for a person to
    look at, never guessed. A hold keeps everything (GDPR art. 17(3)(b) and (e)), a restriction for the sake of the
    person what it covers (art. 18(1)(b) and (c)).
    """
    held = {item.key: _holding(facts, item, as_of) for item in facts.items}
    alone = {item.key: _anchor(item, held[item.key], as_of) for item in facts.items if item.is_anchor}
    anchors = {key: _with_carried(outcome, alone) for key, outcome in alone.items()}
    outcomes = (anchors.get(item.key) or _follower(item, anchors, held[item.key], as_of) for item in facts.items)
    if not anchors and not facts.is_asked:
        outcomes = (_unruled(outcome, as_of) for outcome in outcomes)
    return Decision(facts, as_of, tuple(outcomes))


def _holding(facts: Facts, item: Item, as_of: datetime.date) -> tuple[Ground, ...]:
    return tuple(each.ground for each in facts.holdings if each.ground.is_active(as_of) and each.covers(item))


def _anchor(item: Item, held: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    active = tuple(ground for ground in (*held, *item.grounds) if ground.is_active(as_of))
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


def _follower(item: Item, anchors: dict[Key, Outcome], held: tuple[Ground, ...], as_of: datetime.date) -> Outcome:
    own = _following(item, anchors, as_of)
    if not held:
        return own
    active = tuple(dict.fromkeys((*held, *own.active)))
    return replace(own, verdict=Verdict.KEEP, due_on=_held_until(own, held), active=active)


def _held_until(own: Outcome, held: tuple[Ground, ...]) -> datetime.date | None:
    """What is over already is over when the hold is; what nobody could date has no end."""
    known = (own.due_on,) if own.due_on or own.verdict is not Verdict.ERASE else ()
    return _latest((*known, *(ground.until for ground in held)))


def _following(item: Item, anchors: dict[Key, Outcome], as_of: datetime.date) -> Outcome:
    followed = _followed(item, anchors)
    verdicts = {outcome.verdict for outcome in followed}
    due_on = _latest(outcome.due_on for outcome in followed)
    active = tuple(dict.fromkeys(ground for outcome in followed for ground in outcome.active))
    if item.at_most and item.at_most.until:
        due_on = min(due_on, item.at_most.until) if due_on else item.at_most.until
        if not item.at_most.is_active(as_of):
            return Outcome(item, Verdict.ERASE, due_on)
    if Verdict.KEEP in verdicts:
        return Outcome(item, Verdict.KEEP, due_on, active)
    return Outcome(item, Verdict.REVIEW if Verdict.REVIEW in verdicts else Verdict.ERASE, due_on)


def _unruled(outcome: Outcome, as_of: datetime.date) -> Outcome:
    """No rule speaks of the person: somebody looks at what is neither held nor over by itself."""
    at_most = outcome.item.at_most
    is_over = at_most and not at_most.is_active(as_of)
    return outcome if is_over or outcome.verdict is Verdict.KEEP else replace(outcome, verdict=Verdict.REVIEW)


def _followed(item: Item, anchors: dict[Key, Outcome]) -> list[Outcome]:
    """The rows it hangs on. One that itself follows stands for what both belong to: the owner, or all anchors."""
    follows = item.follows or ()
    if not follows or any(key not in anchors for key in follows):
        follows = (item.owner,) if item.owner in anchors else tuple(anchors)
    return [anchors[key] for key in follows]


def _latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The last of these days; None if there is none, or if one of them has no end."""
    known = list(days)
    return max((day for day in known if day), default=None) if None not in known else None
