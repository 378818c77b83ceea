"""Whom the rarest word of a search fits at all, before anything else is asked of anybody.

Left to itself the planner walks the date index looking for a word that few have: 10 to 24 seconds over a million candidates
for a word that nobody has, four for one of a hundred's, instead of some milliseconds.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value

from candidates.models import Candidate
from candidates.models.plain import whole_name
from candidates.queries import places
from candidates.queries.words import Word

MOST_GATHERED = 20_000  # of each kind of place a word stands in
SAMPLE = 1_500  # of a word that more have: enough to know that they are more than anybody counts
DOCUMENTS_EACH = 3  # of a person, about
FEW = 1_000  # rarer than that need not be looked for

# One row for each kind of place: whether there are more, and those there are.
GATHER = "SELECT count(*) > %s, (array_agg(who::text))[1:%s] FROM ({}) AS found (place, who) GROUP BY place"
PLANNED = "EXPLAIN (FORMAT JSON) SELECT FROM candidates_document WHERE search @@ to_tsquery('simple', %s)"


@dataclass(frozen=True)
class Gathered:
    """Some people whom a word fits; all there are, or some of many."""

    people: Sequence[str]
    is_all: bool


class IsAny(Func):
    """As one array: the database takes longer to read thousands of numbers one by one than to look them up."""

    template, arg_joiner = "(%(expressions)s::uuid[]))", " = ANY("
    output_field = BooleanField()


def rarest(words: Sequence[Word], addressed: Sequence[str] = ()) -> Gathered | None:
    """Of the word the fewest have; None where there is no word. `addressed`: whom it fits by an address."""
    found: Gathered | None = None
    for word in words:
        this = _gather(word, addressed)
        if found is None or (this.is_all, -len(this.people)) > (found.is_all, -len(found.people)):
            found = this
        if found.is_all and len(found.people) < FEW:
            break
    return found


def among(found: QuerySet[Candidate], people: Sequence[str]) -> QuerySet[Candidate]:
    return found.filter(IsAny(F("pk"), Value(list(people), output_field=ArrayField(TextField()))))


def _gather(word: Word, addressed: Sequence[str]) -> Gathered:
    most = SAMPLE if _planned(word) > MOST_GATHERED * DOCUMENTS_EACH else MOST_GATHERED
    by_name = Candidate.objects.alias(whole_name=whole_name()).filter(places.named(word))
    rows = [
        *(facts.values_list(Value(str(place)), "candidate") for place, facts in enumerate(places.facts(word))),
        by_name.values_list(Value("name"), "pk"),
    ]
    if word.query:
        rows.append(places.texts(word.query).values_list(Value("text"), "candidate"))
    first, *others = (each.order_by()[: most + 1] for each in rows)
    statement, values = first.union(*others, all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(GATHER.format(statement), [most, most, *values])
        found = cursor.fetchall()
    if common := [people for is_more, people in found if is_more]:
        return Gathered(common[0][:SAMPLE], is_all=False)
    return Gathered(list({pk for _is_more, people in found for pk in people}.union(addressed)), is_all=True)


def _planned(word: Word) -> int:
    """In how many documents the database thinks it stands. Only how it is looked for hangs on it, not who is found."""
    if not word.query:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, [word.query])
        (plan,) = cursor.fetchone()
    return int((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]["Plan Rows"])
