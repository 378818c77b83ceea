"""Whom the rarest words of a search fit at all, before anything else is asked of anybody.

Left to itself the planner walks the date index looking for a word that few have: 10 to 24 seconds over a million candidates
for a word that nobody has, four for one of a hundred's, instead of some milliseconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value

from candidates.models import Candidate
from candidates.models.plain import whole_name
from candidates.queries import places
from candidates.queries.words import Word, but_not

MOST_GATHERED = 10_000  # of each kind of place a word stands in
MOST_OF_SEVERAL = 60_000  # of one of several words: those who have both are few, and would be walked to for seconds
UNKNOWN = 0.01  # of all documents: the planner thinks of a word it knows nothing of that it stands in a third of these
SAMPLE = 1_500  # of a word that more have: enough to know that they are more than anybody counts
MOST_LOOKED_FOR = 3  # words, the rarest first
FEW = 5_000  # all of these are put in order sooner than the order is walked until twenty-five are met
FEW_LACK = 0.05  # of all documents, as the planner thinks: they are several times fewer, since words go together
AS_DEAR = 10  # asking one person for a word takes as long as the index takes for so many whom it fits
BY_NAME = ("name", "unconfirmed", "account")  # who is known by it, and not by what may not be read

# One row for each kind of place: whether there are more, and those there are.
GATHER = """
SELECT place, count(*) > %s, coalesce((array_agg(who::text) FILTER (WHERE who IS NOT NULL))[1:%s], '{{}}')
FROM ({}) AS found (place, who) GROUP BY place
"""
PLANNED = "EXPLAIN (FORMAT JSON) SELECT FROM candidates_document"
FITTING = " WHERE search @@ %s::tsquery"
# A word in all its guises the planner takes for a common one, and would read every text for it. With little memory the index
# forgets which texts of a page it meant, and each is read: of a million people that is seconds.
BY_INDEX = "SET LOCAL enable_seqscan TO off; SET LOCAL work_mem TO '64MB'"
AS_PLANNED = "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL work_mem TO DEFAULT"


@dataclass(frozen=True)
class Gathered:
    """Everybody whom each of `words` fits; or, of one word that many have, some."""

    people: frozenset[str]
    known: frozenset[str]  # those of them whom each fits by name or address
    words: tuple[Word, ...]
    is_all: bool = True

    @property
    def are_few(self) -> bool:
        return self.is_all and len(self.people) <= FEW

    def __and__(self, other: "Gathered") -> "Gathered":
        return Gathered(self.people & other.people, self.known & other.known, self.words + other.words)

    def of(self, found: QuerySet[Candidate], readable: Q | None) -> QuerySet[Candidate]:
        """Those who are in `found`; by what may be read, or else by name."""
        if not self.people:
            return found.none()
        found = found.filter(is_any("pk", self.people))
        return found.filter(is_any("pk", self.known) | readable) if readable else found


class IsAny(Func):
    """As one array: the database takes longer to read thousands of numbers one by one than to look them up."""

    template, arg_joiner = "(%(expressions)s::uuid[]))", " = ANY("
    output_field = BooleanField()


def gathered(words: Sequence[Word], as_address: Word | None = None, unwanted: Sequence[Word] = ()) -> Gathered | None:
    """Whom the rarest words fit, as long as the index is quicker than asking everybody there is so far; else some of one.

    Once they are few, they are asked for all other words here: once, and not for their number and again for the page.
    `as_address`: the word, if there is one alone and an address that begins with it. `unwanted`: where hardly anybody
    lacks these, those are gathered who have a text with the word and without them. They are still to be asked, as it
    may stand elsewhere; walked to person by person they would take longer than anybody waits.
    """
    most = MOST_GATHERED if len(words) == 1 else MOST_OF_SEVERAL
    planned = {word: _planned(word.core) for word in words}
    total = _planned() if max(planned.values(), default=0) > most else 0
    every: Gathered | None = None
    some: Gathered | None = None
    for looked_for, word in enumerate(sorted(words, key=lambda each: planned[each])):
        is_dear = planned[word] > (min(most, AS_DEAR * len(every.people)) if every else max(most, UNKNOWN * total))
        if every and every.are_few:
            found = _gather(_rows(word, word.query, every.people if is_dear else None), word, most)
        elif looked_for >= MOST_LOOKED_FOR or (is_dear and (every or some)):
            break
        elif is_dear and unwanted and _planned(but_not(word.core, unwanted)) <= FEW_LACK * total:
            rows = _rows(word, but_not(word.query, unwanted), is_address=word == as_address)
            found = _gather(rows, word, MOST_OF_SEVERAL)
        else:
            rows = _rows(word, word.query, is_address=word == as_address)
            found = _gather(rows, word, SAMPLE if is_dear else most)
        if found.is_all:
            every = every & found if every else found
        some = some or found
        if every and not every.people:
            break
    return every or some


def is_any(who: str, people: Iterable[str]) -> Q:
    """Written as one text: Python takes longer to write a list than the database to look it up."""
    return Q(IsAny(F(who), Value(f"{{{','.join(people)}}}", output_field=TextField())))


def _gather(rows: Iterable[QuerySet[Any, Any]], word: Word, most: int) -> Gathered:
    first, *others = (each.order_by()[: most + 1] for each in rows)
    statement, values = first.union(*others, all=True).query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AS_PLANNED if most == SAMPLE else BY_INDEX)
        cursor.execute(GATHER.format(statement), [most, most, *values])
        answered = cursor.fetchall()
        cursor.execute(AS_PLANNED)
    if common := [(place, people[:SAMPLE]) for place, is_more, people in answered if is_more]:
        place, some = common[0]
        return Gathered(frozenset(some), frozenset(some if place in BY_NAME else ()), (word,), is_all=False)
    found = {place: people for place, _is_more, people in answered}
    known = frozenset[str]().union(*(found.get(place, ()) for place in BY_NAME))
    return Gathered(known.union(*found.values()), known, (word,))


def _rows(
    word: Word, query: str, within: Iterable[str] | None = None, *, is_address: bool = False
) -> Iterator[QuerySet[Any, Any]]:
    """Where it may stand, and who: in a document, as this tsquery says; `within`: of these people only."""
    by_name = Candidate.objects.alias(whole_name=whole_name()).filter(places.named(word))
    name, *by_address = BY_NAME
    yield _of(within, "pk", by_name).values_list(Value(name), "pk")
    for number, facts in enumerate(places.facts(word)):
        yield _of(within, "candidate", facts).values_list(Value(str(number)), "candidate")
    if query:
        yield _of(within, "candidate", places.texts(query)).values_list(Value("text"), "candidate")
    if is_address:
        for place, rows in zip(by_address, places.by_address(word), strict=True):
            yield rows.values_list(Value(place), "who")


def _of(people: Iterable[str] | None, who: str, found: QuerySet[Any]) -> QuerySet[Any]:
    return found if people is None else found.filter(is_any(who, people))


def _planned(query: str | None = None) -> int:
    """How many documents the database thinks it fits, or has. Only how a word is looked for hangs on it, not who is found."""
    if query == "":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*([PLANNED] if query is None else [PLANNED + FITTING, [query]]))
        (plan,) = cursor.fetchone()
    return int(plan[0]["Plan"]["Plan Rows"])
