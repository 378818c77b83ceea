"""A process that is asked to fill a database with people, to search as an adviser, and how often a list asks the database."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from math import inf
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import QueryCanceled

from bench.inside.asked import serve
from bench.inside.seeding import analyze
from bench.inside.shapes import Asked, shapes
from candidates.admin import searching
from candidates.forms.searching import SearchForm
from candidates.models import Candidate, Document
from clients.models import JobOrder
from fremrykk.accounts.choices import SessionKey
from fremrykk.accounts.management.scale import agency, seeding
from fremrykk.accounts.models import User
from fremrykk.logs import only_what_is_wrong

GREAT = ("candidates_candidate", "candidates_document")  # never read from one end to the other
ILIKE = """
SELECT id FROM candidates_candidate WHERE {} ORDER BY created_at DESC, id LIMIT 26
"""
HAS = """EXISTS (SELECT FROM candidates_document
  WHERE candidate_id = candidates_candidate.id AND state IN ('clean', 'unscanned') AND text ILIKE %s)"""
# Of what the search sends, all but the trail.
SENT = ("SELECT", "EXPLAIN", "SET LOCAL", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
EXPLAINED = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
TIMES = 12  # a list is opened


def fill(seed: str, candidates: str) -> float:
    """Up to so many people; how long it took."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    seeding.seed(int(seed), int(candidates), timezone.now())
    took = time.perf_counter() - began
    analyze()
    return took


def advisers() -> list[User]:
    return [User.objects.get(email=agency.ADVISER.format(number)) for number in range(1, agency.ADVISERS + 1)]


def sessions() -> list[str]:
    """One of each adviser, as the login pages leave it: what the cookie holds."""
    return [f"{settings.SESSION_COOKIE_NAME}={_session(user)}" for user in advisers()]


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SessionKey.SECOND_FACTOR_OF] = user.pk
    session[SessionKey.BEGAN_AT] = session[SessionKey.SEEN_AT] = time.time()
    session.save()
    return str(session.session_key)


def addresses(seed: str, candidates: str) -> list[str]:
    """Every shape, as the pages that are asked for."""
    asked = shapes(int(seed), int(candidates))
    return [f"{reverse('admin:search')}?{_query(each).urlencode()}" for many in asked.values() for each in many]


# --- one search beside its statements ---
def search(seed: str, candidates: str, rounds: str) -> dict[str, dict[str, Any]]:
    reader = advisers()[0]
    return {name: _measured(reader, asked, int(rounds)) for name, asked in shapes(int(seed), int(candidates)).items()}


def _measured(reader: User, asked: Sequence[Asked], rounds: int) -> dict[str, Any]:
    """The program's search, and the statements it sent, sent again by hand: in turns, so that both meet the same machine."""
    program, bare, scans, found = [], [], 0, []
    for each in asked:
        with CaptureQueriesContext(connection) as sent:
            found.append(_searched(reader, each))
        statements = [query["sql"] for query in sent.captured_queries if query["sql"].lstrip().startswith(SENT)]
        scans += _whole_tables(statements)
        for _ in range(rounds):
            program.append(_timed(lambda each=each: _searched(reader, each)))  # type: ignore[misc]
            bare.append(_timed(lambda statements=statements: _sent(statements)))  # type: ignore[misc]
    ilike = _timed(lambda: _by_ilike(asked[0]["q"]))
    return {"program": program, "bare": bare, "ilike": ilike, "scans": scans, "found": found}


def _query(asked: Asked) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(dict(asked))
    return query


def _searched(reader: User, asked: Asked) -> int:
    """What the page does between its form and its template. How many it says there are, or shows where it does not; -1: it gave up."""
    request: Any = SimpleNamespace(user=reader, GET=_query(asked))
    form = SearchForm(request.GET)
    form.is_valid()
    found = searching._found(request, form)
    if "is_too_broad" in found:
        return -1
    return len(found["hits"]) if found["count"] is None else int(found["count"])


def _sent(statements: Sequence[str]) -> None:
    """As the program does, in one transaction; what it gives up is given up."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            with suppress(QueryCanceled):
                cursor.cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()


def _by_ilike(text: str) -> None:
    """How it would be asked for without an index of words: nothing but the words is asked, not who may be found."""
    every = [f"%{word.strip(chr(34))}%" for word in text.split() if not word.startswith("-")]
    with connection.cursor() as cursor:
        cursor.execute(ILIKE.format(" AND ".join([HAS] * len(every))), every)
        cursor.fetchall()


def _whole_tables(statements: Sequence[str]) -> int:
    """How many times they read a great table, or more than half of it, in the order it lies."""
    plans = []
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            is_read = statement.lstrip().startswith("SELECT") and any(table in statement for table in GREAT)
            with suppress(QueryCanceled):
                cursor.cursor.execute(f"{EXPLAINED if is_read else ''}{statement}")
                plans += [plan[0]["Plan"] for (plan,) in cursor.fetchall()] if is_read else []
    scans = [node for plan in plans for node in _nodes(plan) if node["Node Type"] == "Seq Scan"]
    return sum(_read(node) > _rows().get(node["Relation Name"], inf) / 2 for node in scans)


@cache
def _rows() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in (Candidate, Document)}


def _read(scan: dict[str, Any]) -> float:
    return float((scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)) * scan["Actual Loops"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _timed(doing: Callable[[], object]) -> float:
    began = time.perf_counter()
    doing()
    return time.perf_counter() - began


# --- lists ---
def lists() -> dict[str, dict[str, Any]]:
    """How often each asks the database, and how long it takes, for one adviser alone."""
    client = Client(headers={"host": "localhost"})
    name, _, value = sessions()[0].partition("=")
    client.cookies[name] = value
    return {what: _opened(client, path) for what, path in _places()}


def _places() -> Iterator[tuple[str, str]]:
    newest = Candidate.objects.order_by("-created_at", "pk").first()
    assert newest
    busy = JobOrder.objects.order_by("pk").first()
    assert busy
    yield "candidates", reverse("admin:candidates_candidate_changelist")
    yield "a candidate", newest.get_absolute_url()
    yield "applications", reverse("admin:candidates_application_changelist")
    yield "a pipeline", reverse("admin:pipeline", args=[busy.pk])


def _opened(client: Client, path: str) -> dict[str, Any]:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path
    return {"queries": len(seen), "seconds": [_timed(lambda: client.get(path)) for _ in range(TIMES)]}


if __name__ == "__main__":
    every = (fill, sessions, addresses, search, lists)
    serve({each.__name__: only_what_is_wrong()(each) for each in every})
