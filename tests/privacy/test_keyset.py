"""Pages by key: walked through there and back, every row is met once and in its order, also where the key is empty."""

import datetime
import itertools
import re
from html import unescape

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.models import Candidate
from candidates.models.plain import by_name
from privacy.admin import keyset
from privacy.admin.keyset import AFTER, BEFORE
from tests.factories import CandidateFactory, StaffFactory
from tests.workspace import sign_in

DAY = datetime.timedelta(days=1)
ORDERS = [
    ("-created_at", "id"),
    ("created_at", "-id"),
    ("-received_on", "id"),
    ("received_on", "-id"),
    ("adviser__name", "-received_on", "id"),
    ("-adviser__name", "received_on", "-pk"),
    ("last_name", "-created_at", "pk"),
    ("pk",),
]


@pytest.fixture
def many(db):
    """Several with each key, and with none."""
    now, today = timezone.now(), timezone.localdate()
    advisers = [StaffFactory(name="Ane"), StaffFactory(name="Åse"), None]
    for number in range(17):
        CandidateFactory(
            created_at=now - (number % 4) * DAY, received_on=None if number % 3 == 0 else today - (number % 2) * DAY,
            adviser=advisers[number % len(advisers)], last_name="ABØÅ"[number % 4],
        )  # fmt: skip
    return Candidate.objects.all()


def walked(found, way, *, size):
    """All pages from one end to the other, and what the last page was called."""
    pages, asked = [], ""
    while True:
        shown = keyset.page(found, asked, among=found, size=size)
        pages.append(shown)
        asked = getattr(shown, way)
        if not asked:
            return pages


def test_every_row_is_met_once_there_and_back(many):
    for order, size in itertools.product(ORDERS, (3, 5, 17)):
        found, whole = many.order_by(*order), list(many.order_by(*order))
        there = walked(found, "later", size=size)
        back, asked = [there[-1]], there[-1].earlier
        while asked:
            back.append(keyset.page(found, asked, among=found, size=size))
            asked = back[-1].earlier

        assert (order, [row for page in there for row in page.rows], there[0].earlier) == (order, whole, "")
        assert (order, [row for page in reversed(back) for row in page.rows]) == (order, whole)


def test_the_walk_notices_an_order_that_forgets_what_is_empty(many, monkeypatch):
    monkeypatch.setattr(keyset, "_may_be_empty", lambda name, model: False)
    found = many.order_by("received_on", "id")

    there = walked(found, "later", size=3)

    assert [row for page in there for row in page.rows] != list(found)


def test_who_came_and_went_meanwhile_moves_nobody(many):
    found = many.order_by("-created_at", "id")
    first = keyset.page(found, "", among=found, size=5)
    expected = list(found)[5:10]

    many.filter(pk__in=[row.pk for row in first.rows[:2]]).delete()
    CandidateFactory()

    assert keyset.page(found, first.later, among=found, size=5).rows == expected


def test_one_who_is_filtered_away_meanwhile_still_says_where_it_goes_on(many):
    found = many.order_by("-created_at", "id")
    first = keyset.page(found, "", among=found, size=5)
    rest = found.exclude(pk=first.rows[-1].pk)

    assert keyset.page(rest, first.later, among=found, size=5).rows == list(found)[5:10]


@pytest.mark.parametrize(
    "asked", ["7", "after-", "after-x", "before-x'--", "after-\u0661", f"{AFTER}{2**70}", f"{BEFORE}0"]
)
@pytest.mark.parametrize("model", ["candidate", "clientcompany"])
def test_what_names_no_row_is_the_first_page(client, many, asked, model):
    sign_in(client, "adviser")
    path = "/admin/candidates/candidate/" if model == "candidate" else "/admin/clients/clientcompany/"

    plain, odd = client.get(path), client.get(path, {"p": asked})

    assert (odd.status_code, list(odd.context["cl"].result_list)) == (200, list(plain.context["cl"].result_list))


def links(page) -> dict[str, str]:
    found = re.findall(r'href="([^"]+)" rel="(prev|next)"', page.content.decode())
    return {rel: unescape(address) for address, rel in found}


def test_a_list_is_gone_through_by_its_links_and_keeps_filter_and_order(client, many, monkeypatch):
    user = sign_in(client, "adviser")
    many.exclude(last_name="A").update(adviser=user)
    monkeypatch.setattr(admin.site._registry[Candidate], "list_per_page", 4)
    path, address, pages = "/admin/candidates/candidate/", "?o=1&adviser=mine", []
    while address:
        pages.append(client.get(path + address))
        address = links(pages[-1]).get("next", "")

    shown = [list(page.context["cl"].result_list) for page in pages]
    assert [row for rows in shown for row in rows] == list(many.filter(adviser=user).order_by(by_name(), "pk"))
    assert [set(links(page)) for page in pages] == [{"next"}, {"next", "prev"}, {"prev"}]
    assert list(client.get(path + links(pages[-1])["prev"]).context["cl"].result_list) == shown[-2]


def test_a_page_further_on_costs_one_statement_more_and_skips_none(client, many, monkeypatch):
    sign_in(client, "adviser")
    monkeypatch.setattr(admin.site._registry[Candidate], "list_per_page", 4)
    first = client.get("/admin/candidates/candidate/")
    path = "/admin/candidates/candidate/" + links(first)["next"]
    with CaptureQueriesContext(connection) as before:
        client.get("/admin/candidates/candidate/")
    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert (len(asked), [each["sql"] for each in asked if "OFFSET" in each["sql"]]) == (len(before) + 1, [])
