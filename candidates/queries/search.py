"""The adviser's search: words of the documents, names and addresses. Neutral: nothing is scored or ranked (P70)."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from candidates.models import Candidate, CandidateQuerySet, Document
from candidates.queries.words import for_like, query_for, typed
from privacy.declarations import categories_of
from privacy.models import restricted_persons

MOST_FOUND = 1_000
OPENABLE = ["clean", "unscanned"]

# Hits are gathered first, capped, and only then put in order. Left to itself the planner walks the date index looking
# for a word that nobody has: 10 to 24 seconds over a million candidates instead of one millisecond.
FOUND = """
WITH by_text AS MATERIALIZED (
  SELECT candidate_id AS id FROM candidates_document
  WHERE %(query)s <> '' AND search @@ to_tsquery('simple', %(query)s) AND state = ANY(%(openable)s)
    AND candidate_id <> ALL (%(set_aside)s::uuid[]) LIMIT 5000
), by_name AS MATERIALIZED (
  SELECT id FROM candidates_candidate WHERE {names} LIMIT 5000
), hits AS MATERIALIZED (
  SELECT candidate.id, candidate.created_at FROM candidates_candidate AS candidate JOIN (
    SELECT id FROM by_text UNION SELECT id FROM by_name UNION SELECT unnest(%(by_address)s::uuid[])
  ) AS found USING (id)
)
SELECT id FROM hits ORDER BY created_at DESC, id LIMIT %(most)s
"""
NAMED = """(
  first_name ILIKE %({0}_like)s OR last_name ILIKE %({0}_like)s
  OR (first_name %% %({0})s AND similarity(first_name, %({0})s) >= 0.5)
  OR (last_name %% %({0})s AND similarity(last_name, %({0})s) >= 0.5)
)"""


def candidates(text: str, *, among: CandidateQuerySet | None = None) -> QuerySet[Candidate]:
    """Those of `among` whom every word fits, newest first, with `headline`: where in a document, in plain text.

    Whoever calls says whom the reader may see: `candidates(text, among=Candidate.objects.visible_to(user))`. At most
    1 000 are found; more words find fewer.
    """
    words = typed(text)
    query = query_for(words)
    everyone = Candidate.objects.all() if among is None else among
    found = everyone.filter(pk__in=_found(words, query)) if words else everyone.none()
    return found.annotate(headline=_headline(query)).order_by("-created_at", "pk")


def _found(words: list[str], query: str) -> list[UUID]:
    names, values = _names(words)
    known: dict[str, Any] = {
        "query": query, "openable": OPENABLE, "set_aside": _set_aside(), "by_address": _by_address(words),
        "most": MOST_FOUND,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(names=names), known | values)
        return [row[0] for row in cursor.fetchall()]


def _set_aside() -> list[UUID]:
    """Whose documents are restricted, even where the rest of the person is not: nobody is found by their words."""
    persons = restricted_persons(categories_of(Document))
    return list(Candidate.objects.filter(subject__in=persons).values_list("pk", flat=True))


def _names(words: list[str]) -> tuple[str, dict[str, str]]:
    """Every word is in a name or nearly is one. Two letters must begin it: they are too few to look inside."""
    values: dict[str, str] = {}
    for number, word in enumerate(words):
        inside = "" if len(word) < 3 else "%"
        values |= {f"word{number}": word, f"word{number}_like": f"{inside}{for_like(word)}%"}
    return " AND ".join(NAMED.format(f"word{number}") for number in range(len(words))), values


def _by_address(words: list[str]) -> list[UUID]:
    """Whose e-mail address begins with what was typed."""
    if len(words) != 1 or len(words[0]) < 3:
        return []
    beginning = words[0].lower()
    subjects = EmailAddress.objects.filter(email__startswith=beginning).values_list("user__subject", flat=True)
    here = Q(unconfirmed_email__startswith=beginning) | Q(subject__in=list(subjects[:MOST_FOUND]))
    return list(Candidate.objects.filter(here).values_list("pk", flat=True)[:MOST_FOUND])


def _headline(query: str) -> Coalesce | Value:
    if not query:
        return Value("")
    asked = SearchQuery(query, config="simple", search_type="raw")
    headline = SearchHeadline(
        F("text"), asked, config="norwegian", start_sel="«", stop_sel="»", max_words=25, min_words=10
    )
    hit = Document.objects.unrestricted().filter(candidate=OuterRef("pk"), search=asked, state__in=OPENABLE)
    newest = hit.order_by("-uploaded_at", "pk").annotate(headline=headline).values("headline")[:1]
    return Coalesce(Subquery(newest), Value(""), output_field=TextField())
