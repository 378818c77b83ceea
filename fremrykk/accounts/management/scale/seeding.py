"""Fills a database with invented people, some thousands at a time: stopped anywhere, those that are there are whole."""

import datetime
from collections.abc import Callable, Sequence
from itertools import chain

from django.db import connection, transaction

from fremrykk.accounts.management.scale import agency, showing, strangers
from fremrykk.accounts.management.scale.copying import copy
from fremrykk.accounts.management.scale.people import DUE_EACH, Person, Surroundings, key
from fremrykk.accounts.management.scale.tables import TABLES
from fremrykk.accounts.models import User
from privacy.actions import retention
from privacy.models import Subject

AT_ONCE = 5_000
Tick = Callable[[int], None]

# The vocabulary the adviser's search takes near spellings from, as `candidates.actions.words` learns it of one document.
LEARN = """
INSERT INTO candidates_searchword (word)
SELECT DISTINCT lexeme FROM unnest(%s::uuid[]) AS person (id)
JOIN candidates_document ON candidate_id = person.id CROSS JOIN LATERAL unnest(search)
WHERE lexeme ~ '^[[:alpha:]-]{2,60}$' ORDER BY lexeme
ON CONFLICT DO NOTHING
"""


def seed(number: int, candidates: int, now: datetime.datetime, tick: Tick = lambda done: None) -> None:
    """So many people of this seed. Those there already stay. Raises `strangers.NotOnlyInvented`."""
    strangers.refuse()
    with transaction.atomic():
        around = agency.settle(number, candidates, now)
    for start in range(0, candidates, AT_ONCE):
        if not _is_there(number, start):
            _fill(range(start, min(start + AT_ONCE, candidates)), around)
        tick(min(start + AT_ONCE, candidates))
    retention.refresh_everybody()


def _is_there(seed: int, start: int) -> bool:
    """By somebody who is not due, and so was not purged since."""
    stays = start + 1 if start % DUE_EACH == 0 else start
    return Subject.objects.filter(pk=key(seed, "subject", stays)).exists()


@transaction.atomic
def _fill(numbers: range, around: Surroundings) -> None:
    accounts: dict[str, int] = {}
    people = [Person(number, around, accounts) for number in numbers]
    for model, rows in TABLES:
        copy(model, chain.from_iterable(map(rows, people)), around.now)
        if model is User:
            accounts.update(_accounts_of(people))
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [[person.candidate for person in people]])
    showing.present(people, around)


def _accounts_of(people: Sequence[Person]) -> dict[str, int]:
    theirs = User.objects.filter(subject__in=[person.subject for person in people])
    return {subject.hex: pk for subject, pk in theirs.values_list("subject", "pk")}
