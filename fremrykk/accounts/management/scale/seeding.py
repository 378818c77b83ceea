"""Fills a database with invented people, some thousands at a time: stopped anywhere, those that are there are whole."""

import datetime
from collections.abc import Callable, Sequence
from itertools import chain

from django.db import connection, transaction

from fremrykk.accounts.management.scale import agency, showing, strangers
from fremrykk.accounts.management.scale.copying import copy
from fremrykk.accounts.management.scale.people import Batch, Person, Surroundings, key
from fremrykk.accounts.management.scale.tables import TABLES
from fremrykk.accounts.models import User
from privacy.actions import retention
from privacy.models import Erasure, Subject

AT_ONCE = 5_000
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
    learnt: set[str] = set()
    for start in range(0, candidates, AT_ONCE):
        end = min(start + AT_ONCE, candidates)
        if missing := _missing(number, range(start, end)):
            learnt |= _fill(missing, around, learnt)
        tick(end)
    retention.refresh_everybody()


def _missing(seed: int, numbers: range) -> list[int]:
    """Who is neither here nor was erased since."""
    keys = {key(seed, "subject", number): number for number in numbers}
    here = Subject.objects.filter(pk__in=keys).values_list("pk", flat=True)
    erased = Erasure.objects.filter(subject_uuid__in=keys).values_list("subject_uuid", flat=True)
    return sorted(set(keys.values()) - {keys[pk.hex] for pk in chain(here, erased)})


@transaction.atomic
def _fill(numbers: list[int], around: Surroundings, learnt: set[str]) -> set[str]:
    """Returns the words they use that were not learnt before."""
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
