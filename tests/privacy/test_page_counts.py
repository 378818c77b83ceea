"""How often pages are shown: a page, a day and a number, and nothing of anybody."""

import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fremrykk.accounts.choices import Role
from privacy.actions import page_counts
from privacy.models import PageCount
from privacy.queries import page_counts as reading
from tests.factories import PageCountFactory
from tests.workspace import sign_in

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return Client(headers={"user-agent": READER})


def counted():
    page_counts.store(at=timezone.now())
    return dict(PageCount.objects.values_list("page", "count"))


@pytest.mark.promise("P65")
def test_a_page_a_day_and_a_number_are_all_there_is(reader):
    for _time in range(3):
        reader.get("/")
    reader.get("/personvern/")
    first = counted()
    reader.get("/")

    assert (first, counted()) == ({"front": 3, "privacy_statement": 1}, {"front": 4, "privacy_statement": 1})
    assert {field.name for field in PageCount._meta.concrete_fields} == {"id", "day", "page", "count"}
    assert {(row.day) for row in PageCount.objects.all()} == {timezone.localdate()}


def test_who_works_here_machines_and_whoever_asks_not_to_be_followed_are_not_counted(reader):
    sign_in(colleague := Client(headers={"user-agent": READER}), Role.ADVISER)
    colleague.get("/")
    for headers in ({"sec-gpc": "1"}, {"user-agent": "Googlebot/2.1"}, {"sec-purpose": "prefetch"}):
        reader.get("/", headers=headers)
    Client().get("/")  # says nothing of itself
    reader.head("/")
    for closed in ("/konto/login/", "/stillinger/finnes-ikke/", "/presentasjon/x/", "/livez"):
        reader.get(closed)

    assert counted() == {}


def test_counting_costs_no_statement_and_no_page_when_the_cache_is_away(reader, django_assert_num_queries, settings):
    with django_assert_num_queries(0):
        page_counts.count(page="front", at=timezone.now())
    cache.clear()
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    assert reader.get("/personvern/").status_code == 200
    assert counted() == {}


def test_what_is_two_years_old_goes(reader):
    today = timezone.localdate()
    for days in (729, 730, 731):
        PageCountFactory(day=today - datetime.timedelta(days=days), page="front")

    page_counts.store(at=timezone.now())

    assert sorted((today - row.day).days for row in PageCount.objects.all()) == [729, 730]


def test_the_figures_name_the_pages_in_words(reader, client):
    today = timezone.localdate()
    PageCountFactory(day=today, page="front", count=7)
    PageCountFactory(day=today - datetime.timedelta(days=1), page="front", count=2)
    PageCountFactory(day=today, page="gone_page", count=9)
    sign_in(client, Role.MANAGER)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("admin:figures")).content.decode()

    assert [(str(each.page), each.count) for each in reading.between(today, today)] == [("the front page", 7)]
    assert ("Pages shown on the website" in page, "The front page" in page, "gone_page" in page) == (True, True, False)
