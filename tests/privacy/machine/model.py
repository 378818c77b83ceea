"""What the machine remembers: each person's plain history, and nothing of the program."""

import copy
import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from tests.privacy import reference
from tests.privacy.machine.history import (
    ACCOUNT,
    APPLICATION,
    CANDIDATE,
    DOCUMENT,
    History,
    Hold,
    Key,
    Restriction,
    Row,
)

PROFILE = ("website", "by_hand")
OF_A_CANDIDATE = ("sent", "added", "document", "alert")


@dataclass
class Person(History):
    """`marks`: words that nobody else has and that stand in the person's own rows."""

    number: uuid.UUID | None = None
    email: str = ""
    marks: set[str] = field(default_factory=set)

    @property
    def profile(self) -> Row | None:
        return next((row for row in self.rows if row.kind in PROFILE), None)

    @property
    def has_account(self) -> bool:
        return any(row.key[0] == ACCOUNT for row in self.rows)

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]


class Model:
    """Everybody, under the number they go by now."""

    def __init__(self) -> None:
        self.people: dict[uuid.UUID, Person] = {}
        self.aliases: dict[uuid.UUID, uuid.UUID] = {}
        self.gone: set[str] = set()

    def copy(self) -> "Model":
        return copy.deepcopy(self)

    def of(self, number: uuid.UUID) -> Person | None:
        return self.people.get(self.aliases.get(number, number))

    # --- what a restore must not undo: each of these is done again after one ---
    def said(self, number: uuid.UUID, at: datetime.datetime, yes: bool) -> None:
        if person := self.of(number):
            person.said = sorted([*person.said, (at, yes)], key=lambda word: word[0])

    def held(self, number: uuid.UUID, hold: Hold) -> None:
        if person := self.of(number):
            person.holds.append(copy.copy(hold))

    def hold_changed(self, number: uuid.UUID, opened_at: datetime.datetime, what: str) -> None:
        for hold in ((person := self.of(number)) and person.holds) or []:
            if hold.opened_at == opened_at:
                setattr(hold, what, True)

    def restricted(self, number: uuid.UUID, restriction: Restriction) -> None:
        if person := self.of(number):
            person.restrictions.append(copy.copy(restriction))

    def lifted(self, number: uuid.UUID, opened_at: datetime.datetime) -> None:
        for wish in ((person := self.of(number)) and person.restrictions) or []:
            wish.is_lifted |= wish.opened_at == opened_at

    def decided(self, number: uuid.UUID, key: Key, until: datetime.date) -> None:
        if person := self.of(number):
            person.decided[key] = until

    def merged(self, lost: uuid.UUID, into: uuid.UUID) -> None:
        """Also into somebody a restored backup does not know; whoever it does not know is not merged."""
        gone = self.of(lost)
        if gone is None:
            return
        own = self.of(into) or self.people.setdefault(into, Person(number=into))
        if own is gone:
            return
        profile, other = own.profile, gone.profile
        if profile and other:
            gone.rows.remove(other)
            profile.made_at = min(profile.made_at, other.made_at)
            if profile.kind == other.kind == "website":
                profile.since = max(profile.since, other.since)
        own.rows += gone.rows
        own.said = sorted([*own.said, *gone.said], key=lambda word: word[0])
        own.holds += gone.holds
        own.restrictions += gone.restrictions
        own.decided |= gone.decided
        own.marks |= gone.marks
        own.email = own.email or gone.email
        del self.people[gone.number]
        self.aliases |= dict.fromkeys([gone.number, *self.numbers(gone.number)], own.number)

    def erased(self, number: uuid.UUID) -> None:
        person = self.of(number)
        if person is None:
            return
        del self.people[person.number]
        self._let_go(frozenset(row.key for row in person.rows))
        self.gone |= person.marks
        self.aliases = {alias: root for alias, root in self.aliases.items() if root != person.number}

    def rows_erased(self, number: uuid.UUID, keys: frozenset[Key]) -> None:
        """With a candidate goes what is the candidate's; with the last thing we hold, the person."""
        person = self.of(number)
        if person is None:
            return
        has_profile = person.profile is not None and person.profile.key not in keys
        stays = [row for row in person.rows if row.key not in keys and (has_profile or row.kind not in OF_A_CANDIDATE)]
        stays = [row for row in stays if row.of not in keys or row.kind == "next_of_kin"]
        person.rows = stays
        self._let_go(keys)
        for row in person.rows:
            row.used_by = frozenset(key for key in row.used_by if key in {each.key for each in stays})

    def _let_go(self, keys: frozenset[Key]) -> None:
        """Next of kin who stay when the employment goes are nobody's: since the day they were named."""
        for row in self._hanging_on(keys, "next_of_kin"):
            row.of, row.since = None, row.made_at

    def last_day(self, employment: Key, day: datetime.date) -> None:
        """From it everything of the employment has its time; a period at a client ends no later."""
        for row in self._hanging_on({employment}):
            row.since = min(row.since, day) if row.kind == "hired_out" else day

    def _hanging_on(self, keys: Collection[Key], *kinds: str) -> list[Row]:
        everybody = [row for person in self.people.values() for row in person.rows]
        return [row for row in everybody if row.of in keys and (not kinds or row.kind in kinds)]

    def alerts_stopped(self, number: uuid.UUID) -> None:
        """With the last one the consent ends, and with the consent all of them."""
        if person := self.of(number):
            person.rows = [row for row in person.rows if row.kind != "alert"]

    # --- what only the backup knows ---
    def add(self, number: uuid.UUID, row: Row) -> None:
        self.of(number).rows.append(row)

    def numbers(self, number: uuid.UUID) -> list[uuid.UUID]:
        return [alias for alias, root in self.aliases.items() if root == number]

    def closed(self, closing: str, at: datetime.datetime, keys: frozenset[Key]) -> None:
        for person in self.people.values():
            for row in person.rows:
                if row.key in keys and row.kind == "sent":
                    row.closings = (*row.closings, at)

    # --- what must become of everybody ---
    def fates(self, day: datetime.date, *, asked: bool = False) -> dict[uuid.UUID, tuple[dict, bool]]:
        return {number: reference.judge(person, day, asked=asked) for number, person in self.people.items()}


__all__ = ["ACCOUNT", "APPLICATION", "CANDIDATE", "DOCUMENT", "Model", "Person"]
