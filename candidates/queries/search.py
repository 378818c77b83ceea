"""The adviser's search: words of documents, facts, names and addresses. Neutral: nothing is scored or ranked (P71).

A word may stand anywhere: "kari kokk bergen" is a name, a word of the CV and a place. What is found is a set; in which
order it is shown is for whoever searches to say, and for nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from candidates.models import Candidate, CandidateQuerySet, Document, Skill
from candidates.models.plain import Asked, whole_name
from candidates.queries import gathering, places
from candidates.queries.words import Word, asked, text_query
from privacy.declarations import categories_of
from privacy.models import restricted_persons
from privacy.queries import waiting

MOST_COUNTED = 1_000
LONGEST_WAIT, LONGEST_COUNT = "5s", "100ms"
BEGIN, END = "\ue000", "\ue001"  # around a hit; letters nobody writes


@dataclass(frozen=True)
class Found:
    """Whom everything asked for fits; where they are many, `some` of them, enough to be counted by. `are_few`: they are known.

    `number`: of those who are settled.
    """

    people: QuerySet[Candidate]
    some: QuerySet[Candidate] | None = None
    are_few: bool = False
    number: int | None = None


@contextmanager
def in_time() -> Iterator[None]:
    """Raises `TookTooLong` when a statement takes longer than anybody waits: other words, or fewer people, are asked for."""
    with waiting.at_most(LONGEST_WAIT), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL jit TO off; SET LOCAL pg_trgm.similarity_threshold TO {places.NEAR}")
        yield
        cursor.execute("SET LOCAL jit TO DEFAULT; SET LOCAL pg_trgm.similarity_threshold TO DEFAULT")


def candidates(text: str, *, among: CandidateQuerySet | None = None, readable: Q | None = None) -> QuerySet[Candidate]:
    """Those of `among` whom every word fits, newest first, with `headline`: where in a document, in plain text.

    Whoever calls says whom the reader may see: `candidates(text, among=Candidate.objects.visible_to(user))`; and, with
    `readable`, whose documents and facts may be looked through: others are found by name and address only.
    """
    words = asked(text)
    everyone = Candidate.objects.all() if among is None else among
    readable = readable or ~Q(subject__in=restricted_persons(categories_of(Document) | categories_of(Skill)))
    found = matching(words, everyone, readable).people if words else everyone.none()
    return found.annotate(headline=_headline(text_query(words), readable)).order_by("-created_at", "pk")


def matching(words: list[Word], among: QuerySet[Candidate], readable: Q | None = None) -> Found:
    """Those of `among` whom every word fits and no unwanted one. Without `readable` all of `among` may be looked through."""
    wanted = [word for word in words if not word.is_unwanted]
    as_address = wanted[0] if len(wanted) == 1 and places.begins_address(wanted[0]) else None
    everyone: QuerySet[Any] = among.alias(whole_name=whole_name())
    gathered = gathering.gathered(wanted, as_address, [word for word in words if word.is_unwanted])
    if gathered is None:
        return Found(_narrowed(everyone, words, readable, as_address))
    rest = [word for word in words if word not in gathered.words]
    those = _narrowed(gathered.of(everyone, readable), rest, readable, as_address)
    if gathered.is_all:
        return Found(those, are_few=gathered.are_few)
    return Found(_narrowed(everyone, words, readable, as_address), some=those)


def _narrowed(found: QuerySet[Any], words: list[Word], readable: Q | None, as_address: Word | None) -> QuerySet[Any]:
    for word in words:
        fits = _fits(word, readable, is_address=word == as_address)
        found = found.exclude(fits) if word.is_unwanted else found.filter(fits)
    return found


def settled(found: Found) -> Found:
    """The few are asked everything here: once, and not for their number and again for the page. Within `in_time`."""
    if not found.are_few:
        return found
    people = [str(pk) for pk in found.people.order_by().values_list("pk", flat=True)]
    return Found(Candidate.objects.filter(gathering.is_any("pk", people)), are_few=True, number=len(people))


def counted(found: Found) -> int | None:
    """How many, up to one more than a thousand; None where nobody would wait for the number. Within `in_time`."""
    if found.number is not None:
        return min(found.number, MOST_COUNTED + 1)
    if found.some is not None and (few := _up_to(found.some)) > MOST_COUNTED:
        return few
    try:
        with waiting.at_most(LONGEST_COUNT, then=LONGEST_WAIT):
            return _up_to(found.people)
    except waiting.TookTooLong:
        return None


def _up_to(found: QuerySet[Candidate]) -> int:
    return found.order_by().values("pk")[: MOST_COUNTED + 1].count()


def snippets(words: list[Word], people: list[UUID]) -> dict[UUID, str]:
    """Where the words stand in the newest document of each that has one of them; one statement."""
    if not (query := text_query(words)):
        return {}
    hits = places.texts(query).unrestricted().filter(candidate__in=people)
    newest = hits.order_by("candidate", "-uploaded_at", "pk").distinct("candidate")
    marked = _marked(query, BEGIN, END)
    return dict(newest.annotate(marked=marked).values_list("candidate", "marked"))


# --- one word ---
def _fits(word: Word, readable: Q | None, *, is_address: bool) -> Q:
    """Asked in this order: most are found by their documents, and comparing names is slow."""
    said = Q(Asked(places.said(word).filter(candidate=OuterRef("pk")))) if word.query else Q()
    for rows in places.facts(word):
        said |= Q(Asked(rows.filter(candidate=OuterRef("pk"))))
    known = places.named(word)
    if is_address:
        known |= places.has_address(word)
    return (said & readable if readable else said) | known


# --- documents ---
def _marked(query: str, begin: str, end: str) -> SearchHeadline:
    return SearchHeadline(
        F("text"), places.query(query), config="norwegian", start_sel=begin, stop_sel=end, max_words=25, min_words=10
    )


def _headline(query: str, readable: Q) -> Coalesce | Value:
    if not query:
        return Value("")
    hit = (
        places.texts(query)
        .unrestricted()
        .filter(candidate=OuterRef("pk"), candidate__in=Candidate.objects.filter(readable))
    )
    newest = hit.order_by("-uploaded_at", "pk").annotate(headline=_marked(query, "«", "»")).values("headline")[:1]
    return Coalesce(Subquery(newest), Value(""), output_field=TextField())
