"""What is known about one person that bears on storage, as plain values."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from privacy.choices import Category

Key = tuple[str, str]  # model label, primary key


@dataclass(frozen=True)
class Ground:
    """Why something may be kept: `until` is the first day it no longer may; None is "until something happens".

    A `mandatory` ground stands even when the person asks for erasure (GDPR art. 17(3)). `since`: what the explanation
    says it began with.
    """

    code: str
    until: datetime.date | None
    mandatory: bool = False
    since: datetime.date | None = None

    def is_active(self, as_of: datetime.date) -> bool:
        return self.until is None or as_of < self.until


@dataclass(frozen=True)
class Item:
    """One row that has a storage time of its own.

    `follows` None: it stands on its own grounds, and the person's basics are kept as long as it is. Otherwise it is
    kept as long as one of the rows it follows; `()` means as long as what it belongs to, the row `owner` or the person,
    and no longer than `at_most`.
    `carries` names rows that cannot be without this one: it stays as long as one of them, whatever its own grounds.
    `stands_alone`: a law keeps this row and nothing else; what only follows the person does not stay for its sake.
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
    stands_alone: bool = False

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
