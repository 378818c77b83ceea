"""The adviser's search: words of documents, facts, names and addresses. Neutral: nothing is scored or ranked (P71).

A word may stand anywhere: "kari kokk bergen" is a name, a word of the CV and a place. What is found is a set; in which
order it is shown is for whoever searches to say, and for nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import SearchHeadline, SearchQuery, TrigramSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from psycopg.errors import QueryCanceled

from candidates.models import (
    Candidate,
    CandidateQuerySet,
    Certificate,
    Document,
    Education,
    Profile,
    Skill,
    WorkExperience,
)
from candidates.models.plain import Asked, whole_name
from candidates.queries.words import SHORTEST_STEM, Word, asked, text_query
from privacy.declarations import categories_of
from privacy.models import restricted_persons

MOST_COUNTED = 1_000
MOST_GATHERED = 3_000  # of each kind of place a word stands in
LONGEST_WAIT = "5s"
OPENABLE = ["clean", "unscanned"]
BEGIN, END = "\ue000", "\ue001"  # around a hit; letters nobody writes


class TooBroad(Exception):
    """The database did not find an answer in time: other words, or fewer people, are asked for."""


@contextmanager
def in_time() -> Iterator[None]:
    """Raises `TooBroad` when a statement takes longer than anybody waits."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true)", [LONGEST_WAIT]
            )
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooBroad from error
        raise


def candidates(text: str, *, among: CandidateQuerySet | None = None, readable: Q | None = None) -> QuerySet[Candidate]:
    """Those of `among` whom every word fits, newest first, with `headline`: where in a document, in plain text.

    Whoever calls says whom the reader may see: `candidates(text, among=Candidate.objects.visible_to(user))`; and, with
    `readable`, whose documents and facts may be looked through: others are found by name and address only.
    """
    words = asked(text)
    everyone = Candidate.objects.all() if among is None else among
    readable = readable or ~Q(subject__in=restricted_persons(categories_of(Document) | categories_of(Skill)))
    found = matching(words, everyone, readable) if words else everyone.none()
    return found.annotate(headline=_headline(text_query(words), readable)).order_by("-created_at", "pk")


def matching(words: list[Word], among: QuerySet[Candidate], readable: Q | None = None) -> QuerySet[Candidate]:
    """Those of `among` whom every word fits and no unwanted one. Without `readable` all of `among` may be looked through.

    The rarest word is gathered first. Left to itself the planner walks the date index looking for a word that nobody
    has: 10 to 24 seconds over a million candidates instead of one millisecond.
    """
    found = among.alias(whole_name=whole_name())
    if (few := _gathered(words)) is not None:
        found = found.filter(pk__in=few)
    wanted = [word for word in words if not word.is_unwanted]
    for word in words:
        fits = _fits(word, readable, alone=len(wanted) == 1)
        found = found.exclude(fits) if word.is_unwanted else found.filter(fits)
    return found


def counted(found: QuerySet[Candidate]) -> int:
    """How many, up to one more than a thousand."""
    return found.order_by().values("pk")[: MOST_COUNTED + 1].count()


def snippets(words: list[Word], people: list[UUID]) -> dict[UUID, str]:
    """Where the words stand in the newest document of each that has one of them; one statement."""
    if not (query := text_query(words)):
        return {}
    hits = _texts(query).unrestricted().filter(candidate__in=people)
    newest = hits.order_by("candidate", "-uploaded_at", "pk").distinct("candidate")
    marked = _marked(query, BEGIN, END)
    return dict(newest.annotate(marked=marked).values_list("candidate", "marked"))


# --- one word ---
def _gathered(words: list[Word]) -> list[UUID] | None:
    """Whom the rarest of the words fits at all; None when each of them is common."""
    rarest: list[UUID] | None = None
    wanted = [word for word in words if not word.is_unwanted]
    for word in wanted:
        found = _gather(word, alone=len(wanted) == 1)
        if found is not None and (rarest is None or len(found) < len(rarest)):
            rarest = found
        if rarest is not None and len(rarest) < MOST_COUNTED:
            break
    return rarest


def _gather(word: Word, *, alone: bool) -> list[UUID] | None:
    named = Candidate.objects.alias(whole_name=whole_name()).filter(_named(word))
    places: list[Any] = [
        *(rows.values_list(Value(str(place)), "candidate") for place, rows in enumerate(_facts(word))),
        named.values_list(Value("name"), "pk"),
    ]
    if word.query:
        places.append(_texts(word.query).values_list(Value("text"), "candidate"))
    first, *others = (rows.order_by()[: MOST_GATHERED + 1] for rows in places)
    by_place = groupby(sorted(first.union(*others, all=True)), key=lambda row: row[0])
    found = [[pk for _place, pk in rows] for _place, rows in by_place]
    if any(len(those) > MOST_GATHERED for those in found):
        return None
    return list({pk for those in found for pk in those}.union(_by_address(word) if alone else ()))


def _fits(word: Word, readable: Q | None, *, alone: bool) -> Q:
    """Asked in this order: most are found by their documents, and comparing names is slow."""
    said = Q(Asked(_texts(word.query).filter(candidate=OuterRef("pk")))) if word.query else Q()
    for rows in _facts(word):
        said |= Q(Asked(rows.filter(candidate=OuterRef("pk"))))
    known = _named(word)
    if alone and (people := _by_address(word)):
        known |= Q(pk__in=people)
    return (said & readable if readable else said) | known


def _named(word: Word) -> Q:
    """In the name, or nearly. Two letters must begin a name: they are too few to look inside."""
    part = word.plain if len(word.plain) >= 3 else f" {word.plain}"
    named = Q(whole_name__contains=part)
    if not word.is_phrase:
        for name in ("first_name", "last_name"):
            near = GreaterThanOrEqual(TrigramSimilarity(name, word.typed), 0.5)
            named |= Q(**{f"{name}__trigram_similar": word.typed}) & Q(near)
    return named


def _facts(word: Word) -> tuple[Any, ...]:
    return (
        Skill.objects.filter(_says("plain_name", word)),
        Certificate.objects.filter(_says("plain_name", word)),
        Profile.objects.filter(_says("plain_place", word)),
        WorkExperience.objects.filter(_says("plain_words", word)),
        Education.objects.filter(_says("plain_words", word)),
    )


def _says(field: str, word: Word) -> Q:
    part = word.stem if len(word.stem) >= SHORTEST_STEM and word.typed.isalpha() else word.plain
    if len(part) >= 3:
        return Q(**{f"{field}__contains": part})
    return Q(**{f"{field}__startswith": part}) | Q(**{f"{field}__contains": f" {part}"})


def _by_address(word: Word) -> list[UUID]:
    """Whose e-mail address begins with what was typed."""
    beginning = word.typed.lower()
    if len(beginning) < 3 or word.is_phrase:
        return []
    subjects = EmailAddress.objects.filter(email__startswith=beginning).values_list("user__subject", flat=True)
    here = Q(unconfirmed_email__startswith=beginning) | Q(subject__in=list(subjects[:MOST_COUNTED]))
    return list(Candidate.objects.filter(here).values_list("pk", flat=True)[:MOST_COUNTED])


# --- documents ---
def _search(query: str) -> SearchQuery:
    return SearchQuery(query, config="simple", search_type="raw")


def _texts(query: str) -> Any:
    return Document.objects.filter(search=_search(query), state__in=OPENABLE)


def _marked(query: str, begin: str, end: str) -> SearchHeadline:
    return SearchHeadline(
        F("text"), _search(query), config="norwegian", start_sel=begin, stop_sel=end, max_words=25, min_words=10
    )


def _headline(query: str, readable: Q) -> Coalesce | Value:
    if not query:
        return Value("")
    hit = (
        _texts(query).unrestricted().filter(candidate=OuterRef("pk"), candidate__in=Candidate.objects.filter(readable))
    )
    newest = hit.order_by("-uploaded_at", "pk").annotate(headline=_marked(query, "«", "»")).values("headline")[:1]
    return Coalesce(Subquery(newest), Value(""), output_field=TextField())
