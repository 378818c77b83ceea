import datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from clients.models import JobAd
from tests.factories import JobAdFactory

DAY = datetime.timedelta(days=1)


@pytest.fixture
def english():
    return Client(headers={"cookie": "django_language=en"})


def titles(response):
    return [ad.title for ad in response.context["ads"]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("/", 3), ("/stillinger/", 3)])
def test_lists_cost_the_same_however_long(db, client, django_assert_num_queries, number, page, queries):
    JobAdFactory.create_batch(number)

    with django_assert_num_queries(queries):
        response = client.get(page)

    assert len(response.context["ads"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_an_ad_costs_the_same_however_many_there_are(db, client, django_assert_num_queries, number):
    ad = JobAdFactory.create_batch(number)[0]

    with django_assert_num_queries(5):
        response = client.get(f"/stillinger/{ad.slug}/")

    assert response.status_code == 200


def test_the_search_on_the_front_page_asks_what_and_where(db, english):
    for county in ("oslo", "oslo", "nordland"):
        JobAdFactory(county=county)

    shown = english.get("/")

    ways = shown.context["counties"]
    assert ways == [("nordland", "Nordland", 1), ("oslo", "Oslo", 2)]
    assert [len(titles(english.get("/stillinger/", {"q": "", "county": value}))) for value, _, _ in ways] == [1, 2]
    assert [f'<option value="{value}">{text} ({count})</option>' in shown.text for value, text, count in ways] == [
        True
    ] * 2
    assert shown.text.count('href="/for-bedrifter/"') >= 3


def test_positions_are_the_published_ones_newest_first(db, client):
    now = timezone.now()
    JobAdFactory(title="Ute", published_at=None)
    JobAdFactory(title="Senere", published_at=now + DAY)
    JobAdFactory(title="Over", deadline=timezone.localdate() - DAY)
    JobAdFactory(title="Gammel", published_at=now - 2 * DAY)
    JobAdFactory(title="Ny", published_at=now - DAY)

    assert titles(client.get("/stillinger/")) == ["Ny", "Gammel"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("place=Bodø", ["Kokk"]),
        ("extent=part_time", ["Kokk"]),
        ("form=temporary", ["Lærer"]),
        ("q=LÆRER", ["Lærer"]),
        ("q=kokk+bodø", ["Kokk"]),
        ("q=kokk+oslo", []),
        ("q=100%25", []),
        ("place=Månen&extent=weekly", ["Kokk", "Lærer"]),
        ("county=nordland&remote=hybrid", ["Kokk"]),
        ("occupation=2330", ["Lærer"]),
        ("county=viken&occupation=9999", ["Kokk", "Lærer"]),
        ("sort=deadline", ["Lærer", "Kokk"]),
        ("sort=salary&page=x", ["Kokk", "Lærer"]),
        ("unknown=1&_connector=OR&title__startswith=K", ["Kokk", "Lærer"]),
    ],
)
def test_filters_find_by_facts_and_ignore_what_is_none(db, client, asked, found):
    now, today = timezone.now(), timezone.localdate()
    JobAdFactory(
        title="Kokk",
        place="Bodø",
        county="nordland",
        occupation="5120",
        remote="hybrid",
        extent="part_time",
        form="permanent",
        published_at=now - DAY,
    )
    JobAdFactory(
        title="Lærer", place="Oslo", occupation="2330", extent="full_time", form="temporary", published_at=now - 2 * DAY,
        deadline=today + DAY,
    )  # fmt: skip

    assert titles(client.get(f"/stillinger/?{asked}")) == found


def test_each_choice_says_how_many_it_finds_with_all_else_as_it_is(db, client):
    JobAdFactory(place="Bodø", county="nordland", extent="part_time")
    JobAdFactory(place="Bodø", county="nordland")
    JobAdFactory(place="Oslo")

    form = client.get("/stillinger/?extent=full_time").context["form"]

    assert [str(label) for value, label in form.fields["county"].choices if value] == ["Nordland (1)", "Oslo (1)"]
    assert [str(label) for value, label in form.fields["extent"].choices if value] == ["Heltid (2)", "Deltid (1)"]


def test_more_than_twenty_are_on_pages_with_addresses_of_their_own(db, client):
    order = JobAdFactory().order
    JobAdFactory.create_batch(21, order=order, county="nordland")

    first, second, beyond = (client.get(f"/stillinger/?county=nordland&page={page}") for page in (1, 2, 99))

    assert [len(page.context["ads"]) for page in (first, second, beyond)] == [20, 1, 1]
    assertContains(first, 'href="?county=nordland&amp;page=2"')
    assertContains(second, "side 2 av 2")


def test_a_closed_ad_shows_at_most_three_and_the_most_alike_first(db, client):
    closed = JobAdFactory(closed_at=timezone.now(), occupation="2221", county="oslo")
    for title, occupation, county in (
        ("Fjern", "7115", "agder"),
        ("Lik", "2221", "oslo"),
        ("Nær", "2223", "oslo"),
        ("Fylke", "7115", "oslo"),
    ):
        JobAdFactory(title=title, occupation=occupation, county=county, place="Et sted")

    response = client.get(closed.get_absolute_url())

    assert (response.status_code, titles(response)) == (410, ["Lik", "Nær", "Fylke"])
    assert "ETag" not in response


def test_an_empty_result_says_so_and_offers_to_register(db, english):
    JobAdFactory(title="Kokk")

    response = english.get("/stillinger/?q=astronaut")

    assertContains(response, "No position fits your search")
    assertContains(response, 'class="button" href="/registrer/"')


def test_no_position_at_all_is_said_on_both_pages(db, english):
    assertContains(english.get("/"), "There are no vacant positions just now.")
    assertContains(english.get("/stillinger/"), "There are no vacant positions just now")


def test_a_closed_ad_is_gone_and_shows_what_is_open(db, client):
    closed = JobAdFactory(title="Kokk", closed_at=timezone.now())
    JobAdFactory(title="Lærer")

    response = client.get(f"/stillinger/{closed.slug}/")

    assert (response.status_code, titles(response)) == (410, ["Lærer"])
    assertNotContains(response, f"/stillinger/{closed.slug}/sok/", status_code=410)


def test_an_ad_whose_order_is_closed_is_gone(db, client):
    ad = JobAdFactory(order__closed_at=timezone.now())

    assert client.get(f"/stillinger/{ad.slug}/").status_code == 410


def test_an_unpublished_ad_does_not_exist(db, client):
    ad = JobAdFactory(published_at=None)

    response = client.get(f"/stillinger/{ad.slug}/")

    assert response.status_code == 404
    assertTemplateUsed(response, "404.html")


def test_what_an_ad_says_is_escaped_but_for_its_clean_body(db, client):
    ad = JobAdFactory(title="<script>1</script>", summary='"><b>', body="<h2>Oppgaver</h2>")

    response = client.get(f"/stillinger/{ad.slug}/")

    assertNotContains(response, "<script>1")
    assertNotContains(response, '"><b>')
    assertContains(response, "<h2>Oppgaver</h2>")


def test_reading_sets_no_cookie(db, client):
    ad = JobAdFactory()

    pages = ["/", "/stillinger/", ad.get_absolute_url(), "/personvern/", "/personvern/behandlinger/", "/finnes-ikke/"]

    assert {page: client.get(page).cookies.output() for page in pages} == dict.fromkeys(pages, "")
    assert JobAd.objects.count() == 1
