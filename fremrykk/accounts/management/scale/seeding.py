"""Fills a database with invented people, some thousands at a time: stopped anywhere, those that are there are whole."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from threading import Lock

from django.db import connection, transaction

from fremrykk.accounts.management.scale import agency, showing, strangers
from fremrykk.accounts.management.scale.copying import copy
from fremrykk.accounts.management.scale.people import Batch, Person, Surroundings, key
from fremrykk.accounts.management.scale.tables import TABLES
from fremrykk.accounts.models import User
from privacy.actions import retention
from privacy.actions.hands import share
from privacy.models import Erasure, Subject

AT_ONCE = 5_000
HANDS = 2  # while the database takes in one batch, another is made up
# Words go into the index of texts some thousand documents at a time.
IN_LARGE_PIECES = "SET LOCAL gin_pending_list_limit TO '128MB'"
Tick = Callable[[int], None]

# The vocabulary the adviser's search takes near spellings from, as `candidates.actions.words` learns it of one document.
LEARN = """
INSERT INTO candidates_searchword (word)
SELECT DISTINCT lexeme FROM unnest(%s::text[]) AS said (word)
CROSS JOIN LATERAL unnest(to_tsvector('norwegian', said.word))
WHERE lexeme ~ '^[[:alpha:]-]{2,60}$' ORDER BY lexeme
ON CONFLICT DO NOTHING
"""


def seed(number: int, candidates: int, now: datetime.datetime, tick: Tick = lambda done: None) -> None:
    """So many people of this seed. Those there already stay. Raises `strangers.NotOnlyInvented`."""
    strangers.refuse()
    with transaction.atomic():
        around = agency.settle(number, candidates, now)
    rest = Rest(range(candidates))
    share(partial(_work, rest, around, tick), hands=HANDS)
    retention.refresh_everybody()


@dataclass
class Rest:
    """Whom nobody has begun on, and the words that are learnt: what the hands share."""

    numbers: range
    learnt: set[str] = field(default_factory=set)
    done: int = 0
    _gate: Lock = field(default_factory=Lock)

    def batches(self) -> Iterator[range]:
        while True:
            with self._gate:
                batch, self.numbers = self.numbers[:AT_ONCE], self.numbers[AT_ONCE:]
            if not batch:
                return
            yield batch

    def end(self, batch: range, words: set[str], tick: Tick) -> None:
        with self._gate:
            self.done += len(batch)
            self.learnt |= words
            tick(self.done)


def _work(rest: Rest, around: Surroundings, tick: Tick) -> None:
    for batch in rest.batches():
        missing = _missing(around.seed, batch)
        rest.end(batch, _fill(missing, around, rest.learnt) if missing else set(), tick)


def _missing(seed: int, numbers: range) -> list[int]:
    """Who is neither here nor was erased since."""
    keys = {key(seed, "subject", number): number for number in numbers}
    here = Subject.objects.filter(pk__in=keys).values_list("pk", flat=True)
    erased = Erasure.objects.filter(subject_uuid__in=keys).values_list("subject_uuid", flat=True)
    return sorted(set(keys.values()) - {keys[pk.hex] for pk in chain(here, erased)})


@transaction.atomic
def _fill(numbers: list[int], around: Surroundings, learnt: set[str]) -> set[str]:
    """Returns the words they use that were not learnt before."""
    with connection.cursor() as cursor:
        cursor.execute(IN_LARGE_PIECES)
    batch = Batch(around)
    people = [Person(number, batch) for number in numbers]
    for model, rows in TABLES:
        copy(model, chain.from_iterable(map(rows, people)), around.now)
        if model is User:
            batch.accounts.update(_accounts_of(people))
    new = batch.said - learnt
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [sorted(new)])
    showing.present(people, around)
    return new


def _accounts_of(people: Sequence[Person]) -> dict[str, int]:
    theirs = User.objects.filter(subject__in=[person.subject for person in people])
    return {subject.hex: pk for subject, pk in theirs.values_list("subject", "pk")}
