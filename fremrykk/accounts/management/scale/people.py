"""An invented person, and the rows that say who it is. The same seed and number give the same person."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from random import Random
from typing import Any

from candidates.choices import OPEN_STAGES, Source, Stage
from candidates.choices.facts import Availability
from fremrykk.accounts.management.scale import names, words
from privacy.choices import ConsentAction

DUE_EACH = 10  # one person in ten is due, spread over the tables as life spreads them
CONSENT_EACH = 5  # one in five has said yes to further storage; who is due has taken it back
MARK = "8"  # the version of a UUID that nobody else makes (RFC 9562, 5.8): by it these people are known
DAY = datetime.timedelta(days=1)
LONGEST = 650  # days: before the first warning, two years less sixty days
LATELY = 120
PATHS = (
    (Stage.NEW,),
    (Stage.NEW, Stage.SCREENING),
    (Stage.NEW, Stage.SCREENING, Stage.REJECTED),
    (Stage.NEW, Stage.SCREENING, Stage.INTERVIEW),
    (Stage.NEW, Stage.SCREENING, Stage.REJECTED),
    (Stage.NEW, Stage.SCREENING, Stage.INTERVIEW, Stage.PRESENTED),
    (Stage.NEW, Stage.SCREENING, Stage.REJECTED),
)
REJECTED = PATHS[2]
Row = dict[str, Any]


def key(seed: int, kind: str, number: int, which: int = 0) -> str:
    """A random-looking uuid, as the program's own are: neighbours in time lie apart in the index."""
    made = blake2b(f"{seed}/{kind}/{number}/{which}".encode(), digest_size=16).hexdigest()
    return f"{made[:12]}{MARK}{made[13:16]}a{made[17:]}"


@dataclass(frozen=True)
class Surroundings:
    """What people's rows point at: who works here, what was shown, which positions there are."""

    seed: int
    now: datetime.datetime
    advisers: tuple[int, ...]
    activity: int
    statement: int
    sharing: int
    further_storage: int
    terms: int
    ads: tuple[tuple[uuid.UUID, int], ...]  # ad, order


@dataclass(frozen=True)
class Batch:
    """People made together: their accounts, numbered by the database once they are there, and all words they used."""

    around: Surroundings
    accounts: dict[str, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Person:
    number: int
    batch: Batch

    @property
    def around(self) -> Surroundings:
        return self.batch.around

    def key(self, kind: str, which: int = 0) -> str:
        return key(self.around.seed, kind, self.number, which)

    @property
    def is_due(self) -> bool:
        return self.number % DUE_EACH == 0

    @property
    def said_of_storage(self) -> tuple[ConsentAction, ...]:
        if self.number // DUE_EACH % CONSENT_EACH:
            return ()
        return (ConsentAction.GIVEN, ConsentAction.WITHDRAWN) if self.is_due else (ConsentAction.GIVEN,)

    @property
    def adviser(self) -> int:
        return self.around.advisers[self.number % len(self.around.advisers)]

    @cached_property
    def subject(self) -> str:
        return self.key("subject")

    @cached_property
    def candidate(self) -> str:
        return self.key("candidate")

    @cached_property
    def _days(self) -> int:
        return 900 + self.number % 400 if self.is_due else self.number * 7 % LONGEST

    @cached_property
    def since(self) -> datetime.datetime:
        """When it began: for who is due everything is over two years ago, for the others nothing is over."""
        return self.around.now - self._days * DAY - datetime.timedelta(seconds=self.number * 37 % 86_400)

    @property
    def written_to(self) -> datetime.datetime:
        """When something was last written: of who stays no mail is old enough to go by itself."""
        return self.since if self.is_due else self.around.now - self.number % 90 * DAY

    def path(self, application: int) -> tuple[Stage, ...]:
        """The stages it went through; what is old is decided."""
        wanted = PATHS[(self.number + application * 3) % len(PATHS)]
        return REJECTED if self._days > LATELY and wanted[-1] in OPEN_STAGES else wanted

    def ad(self, application: int) -> tuple[uuid.UUID, int]:
        return self.around.ads[(self.number + application * 17) % len(self.around.ads)]

    # --- who it is ---
    @cached_property
    def _rng(self) -> Random:
        return Random(self.around.seed * 2**40 + self.number)  # noqa: S311  invented words, no secret

    @cached_property
    def name(self) -> tuple[str, str]:
        rng = Random(self.around.seed * 2**40 + self.number)  # noqa: S311
        first, last = rng.choice(names.FIRST), rng.choice(names.LAST)
        return (f"{first} {rng.choice(names.FIRST)}" if self.number % 4 == 0 else first), last

    @cached_property
    def town(self) -> str:
        """The first of them are large: as towns are in life."""
        return names.TOWNS[int(len(names.TOWNS) * (self.number * 0.618034 % 1) ** 2)]

    @property
    def email(self) -> str:
        return f"person{self.number}.{self.around.seed}@example.test"

    def prose(self, many: int) -> str:
        drawn = words.drawn(self._rng, many)
        self.batch.said.update(drawn)
        return words.prose(drawn)


def subjects(person: Person) -> Iterator[Row]:
    yield {"id": person.subject, "created_at": person.since}


def candidates(person: Person) -> Iterator[Row]:
    first, last = person.name
    yield {
        "id": person.candidate,
        "subject_id": person.subject,
        "first_name": first,
        "last_name": last,
        "phone": f"+4790{person.number % 1_000_000:06}",
        "source": Source.WEBSITE,
        "adviser_id": person.adviser,
        "last_active_at": person.since,
        "created_at": person.since,
    }


def users(person: Person) -> Iterator[Row]:
    yield {
        "subject_id": person.subject,
        "email": person.email,
        "password": "!",
        "joined_at": person.since,
    }


def addresses(person: Person) -> Iterator[Row]:
    yield {"user_id": person.batch.accounts[person.subject], "email": person.email, "verified": True, "primary": True}


def profiles(person: Person) -> Iterator[Row]:
    yield {"candidate_id": person.candidate, "place": person.town, "availability": Availability.NOTICE}


def skills(person: Person) -> Iterator[Row]:
    """Two, of those many have."""
    for which in range(2):
        rank = (person.number * (which + 3)) % 53 * 2 + which  # an even and an odd one: never the same
        yield {"candidate_id": person.candidate, "name": words.word(rank)}
