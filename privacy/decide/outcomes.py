"""What becomes of each thing and of the person: read off by the purge, the explanation and the stored date."""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from privacy.decide.facts import Facts, Ground, Item, Key


class Verdict(enum.Enum):
    KEEP = "keep"
    ERASE = "erase"
    REVIEW = "review"


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
        return latest(outcome.due_on for outcome in stands)

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


def latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    """The last of these days; None if there is none, or if one of them has no end."""
    known = list(days)
    return max((day for day in known if day), default=None) if None not in known else None
