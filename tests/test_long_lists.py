"""Every list of the workspace with a million rows in it: none is counted, skipped through, sorted or read to its end.

What the database could do is asked of its planner, which may neither read a whole table nor sort: a statement it cannot
plan without is one that no index answers.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Candidate
from fremrykk.accounts.choices import Role
from fremrykk.accounts.models import User
from privacy.admin.lists import ListingAdmin, is_indexed
from privacy.declarations import personal_models
from tests.factories import CandidateFactory, ClientContactFactory, JobAdFactory
from tests.workspace import colleague, sign_in

pytestmark = pytest.mark.django_db
WHOLE_COUNT = re.compile(r"\bCOUNT\((?!.*\bLIMIT\b)", re.DOTALL)
SKIPS = re.compile(r"\bOFFSET [1-9]")
ORDERED = ("seqscan", "sort")
FOUND = ("seqscan", "indexscan", "indexonlyscan")  # what is left is an index that is asked for some rows


def people_and_clients() -> set[type]:
    """The tables that grow: whatever is about a person, and all of the clients'."""
    return {each.model for each in personal_models()} | set(apps.get_app_config("clients").get_models())


def request_of(rf, user, **asked):
    request = rf.get("/admin/", asked)
    request.user = user
    return request


def statements(page, request) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        list(page.get_changelist_instance(request).result_list)
    return [each["sql"] for each in seen]


def outer(plan) -> Iterator[dict]:
    """The nodes all rows go through; a question about one row is asked of few."""
    yield plan
    for each in plan.get("Plans", ()):
        if each.get("Parent Relationship") not in ("SubPlan", "InitPlan"):
            yield from outer(each)


def must(sql: str, *without: str) -> set[str]:
    """What the planner does all the same, of what it may not."""
    with connection.cursor() as cursor:
        for way in without:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
        for way in without:
            cursor.execute(f"SET LOCAL enable_{way} = on")
    nodes = outer((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])
    return {f"{each['Node Type']} {each.get('Relation Name', '')}".strip() for each in nodes}


def complaints(page, rf, user) -> Iterator[str]:
    table, grows = page.opts.db_table, page.model in people_and_clients()
    shown = statements(page, request_of(rf, user))
    searched = statements(page, request_of(rf, user, q="abcdef")) if page.search_fields else []
    for sql in shown + searched:
        if WHOLE_COUNT.search(sql):
            yield f"{table} is counted to its end"
        if SKIPS.search(sql):
            yield f"rows of {table} are skipped"
    if grows:
        yield from without_index(page, table, shown, searched)


def without_index(page, table, shown, searched) -> Iterator[str]:
    for sql in (sql for sql in shown if sql.endswith(f"LIMIT {page.list_per_page + 1}")):
        if {"Sort", f"Seq Scan {table}"} & must(sql, *ORDERED):
            yield f"no index has {table} in the order it is shown"
    for sql in (sql for sql in searched if f'"{table}"' in sql and "LIMIT" in sql):
        if f"Seq Scan {table}" in must(sql, *FOUND):
            yield f"no index of {table} answers a search"


def test_no_list_costs_more_the_longer_it_is(rf):
    user = User.objects.get(pk=colleague(*Role.values).pk)
    CandidateFactory(), ClientContactFactory(), JobAdFactory()

    found = [each for page in admin.site._registry.values() for each in complaints(page, rf, user)]

    assert (found, len(admin.site._registry) > 60) == ([], True)


class Sorted(ListingAdmin):
    ordering = ("phone", "id")


class Searched(ListingAdmin):
    ordering = ("-created_at", "id")
    search_fields = ("phone",)


class Counted(admin.ModelAdmin):
    ordering = ("-created_at", "id")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Sorted, {"no index has candidates_candidate in the order it is shown"}),
        (Searched, {"no index of candidates_candidate answers a search"}),
        (Counted, {"candidates_candidate is counted to its end"}),
    ],
)
def test_a_list_that_does_is_noticed(rf, page, said):
    user = User.objects.get(pk=colleague(Role.ADVISER).pk)
    CandidateFactory()

    found = set(complaints(page(Candidate, admin.site), rf, user))

    assert found == said


def test_an_index_is_known_from_both_its_ends():
    assert [is_indexed(Candidate, order) for order in (("-created_at", "pk"), ("created_at", "-id"), ("-pk",))] == [
        True
    ] * 3
    assert [is_indexed(Candidate, order) for order in (("-created_at", "-pk"), ("phone", "pk"), ("created_at",))] == [
        False
    ] * 3


def test_what_is_too_much_to_sort_stays_in_its_order_and_says_so(client, monkeypatch):
    sign_in(client, Role.ADVISER)
    CandidateFactory.create_batch(4)
    path = reverse("admin:candidates_candidate_changelist")
    columns = client.get(path).context["cl"].list_display
    by_adviser, by_name = f"{path}?o={columns.index('adviser')}", f"{path}?o={columns.index('name')}"
    few = client.get(by_adviser)

    monkeypatch.setattr("privacy.admin.paginator.CAP", 2)
    many, named = client.get(by_adviser), client.get(by_name)

    said = "For mange til å sorteres etter denne kolonnen"
    assert [said in page.content.decode() for page in (few, many, named)] == [False, True, False]
    assert list(many.context["cl"].result_list) == list(client.get(path).context["cl"].result_list)


def test_what_is_offered_while_one_types_is_not_counted(client, monkeypatch):
    sign_in(client, Role.ADVISER)
    people = ClientContactFactory.create_batch(3, name="Kari Kontakt")
    asked = {"app_label": "clients", "model_name": "orderreader", "field_name": "contact", "term": "kontakt"}
    monkeypatch.setattr("privacy.admin.choosing.Choices.paginate_by", 2)

    with CaptureQueriesContext(connection) as seen:
        pages = [client.get(reverse("admin:autocomplete"), asked | {"page": page}) for page in ("1", "2")]
    further = [
        client.get(reverse("admin:autocomplete"), asked | {"page": page}).status_code for page in ("11", "0", "x")
    ]

    shown = [[each["id"] for each in page.json()["results"]] for page in pages]
    assert ([len(ids) for ids in shown], {*shown[0], *shown[1]}) == ([2, 1], {str(each.pk) for each in people})
    assert [page.json()["pagination"]["more"] for page in pages] == [True, False]
    assert ([each["sql"] for each in seen if "COUNT(" in each["sql"]], further) == ([], [404] * 3)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nordm", 1),
        ("ka", 1),
        ("no", 1),
        ("rd", 0),
        ("kari bedrift", 1),
        ("kari annet", 0),
        ('"kari no"', 1),
        ("KARI@EX", 1),
    ],
)
def test_every_word_is_in_one_of_the_fields_or_begins_one(client, typed, found):
    sign_in(client, Role.ADVISER)
    ClientContactFactory(name="Kari Nordmann", email="kari@example.test", company__name="Bedriften AS")
    ClientContactFactory(name="Ola Hansen", email="ola@example.test", company__name="Firmaet AS")

    page = client.get(reverse("admin:clients_clientcontact_changelist"), {"q": typed})

    assert len(page.context["cl"].result_list) == found
