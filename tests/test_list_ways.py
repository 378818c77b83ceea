"""From each page of a list there is a way on and a way back, and an order that is refused says so above the rows."""

import re
from html import unescape

import pytest
from django.contrib import admin

from candidates.models import Candidate
from privacy.admin import paginator
from tests.factories import CandidateFactory
from tests.workspace import colleague, log_in

pytestmark = pytest.mark.django_db
LIST = "/admin/candidates/candidate/"
REFUSED = "For mange til å sorteres etter denne kolonnen: Filtrer eller søk først."


@pytest.fixture
def adviser(client):
    log_in(client, colleague("adviser"))
    return client


@pytest.fixture
def one_a_page(monkeypatch):
    monkeypatch.setattr(admin.site._registry[Candidate], "list_per_page", 1)


def ways(page):
    """The text and address of each link below the rows."""
    below = re.search(r'<nav class="paginator".*?</nav>', page.content.decode(), re.DOTALL)[0]
    return {text.strip(): unescape(to) for to, text in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', below)}


def column(client, name):
    return client.get(LIST).context["cl"].list_display.index(name)


def test_pages_lead_on_and_back_and_to_the_first_with_what_was_asked_for(adviser, one_a_page):
    CandidateFactory.create_batch(3)

    by_name = f"?o={column(adviser, 'name')}"

    first = adviser.get(LIST + by_name)
    second = adviser.get(LIST + ways(first)["Neste side"])
    third = adviser.get(LIST + ways(second)["Neste side"])

    assert [list(ways(page)) for page in (first, second, third)] == [
        ["Neste side"],
        ["Første side", "Forrige side", "Neste side"],
        ["Første side", "Forrige side"],
    ]
    assert ways(third)["Første side"] == by_name
    assert adviser.get(LIST + ways(second)["Forrige side"]).context["cl"].result_list == first.context["cl"].result_list


def test_a_page_whose_rows_are_gone_says_so_and_leads_to_the_first(adviser, one_a_page):
    CandidateFactory.create_batch(2)
    newest = adviser.get(LIST).context["cl"].result_list[0]

    page = adviser.get(f"{LIST}?p=before-{newest.pk}")

    assert "Det er ikke noe igjen på denne siden." in page.content.decode()
    assert ways(page) == {"Første side": "?"}


@pytest.mark.parametrize(("cap", "is_refused"), [(1, True), (3, False)])
def test_an_order_without_an_index_is_refused_above_the_rows(adviser, monkeypatch, cap, is_refused):
    monkeypatch.setattr(paginator, "CAP", cap)
    CandidateFactory.create_batch(2)

    text = adviser.get(f"{LIST}?o={column(adviser, 'adviser')}").content.decode()

    assert (REFUSED in text.partition('id="result_list"')[0], REFUSED in text) == (is_refused, is_refused)


@pytest.mark.parametrize(
    ("order", "keys"), [("registered", ["created_at", "-id"]), ("-registered", ["-created_at", "id"])]
)
def test_the_usual_order_is_read_from_either_end_however_long_the_list(adviser, monkeypatch, order, keys):
    monkeypatch.setattr(paginator, "CAP", 1)
    CandidateFactory.create_batch(2)

    number = column(adviser, order.lstrip("-"))
    shown = adviser.get(f"{LIST}?o={order.removesuffix('registered')}{number}").context["cl"]

    assert (shown.is_in_other_order, list(shown.queryset.query.order_by)) == (False, keys)
    assert shown.result_list == list(Candidate.objects.order_by(*keys))


def test_two_of_the_same_name_are_told_apart_before_one_is_chosen(adviser):
    people = [
        CandidateFactory(first_name="Kari", last_name="Kanariberg", unconfirmed_email=f"{name}@example.test")
        for name in ("en", "to")
    ]
    asked = {"app_label": "candidates", "model_name": "application", "field_name": "candidate", "term": "kanariberg"}

    offered = adviser.get("/admin/autocomplete/", asked).json()["results"]

    assert sorted(each["text"] for each in offered) == [
        "Kari Kanariberg, en@example.test",
        "Kari Kanariberg, to@example.test",
    ]
    assert {each["id"] for each in offered} == {str(each.pk) for each in people}
