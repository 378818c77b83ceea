"""Feed, map of the site, robots.txt: read by the standard library, in step with the list, asked for again by their marks."""

import datetime
import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.actions import ads
from tests.factories import JobAdFactory, StaffFactory
from tests.test_urls import filled, patterns
from tests.workspace import sign_in

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
FEED, SITEMAP = "/stillinger/feed.atom", "/sitemap.xml"
DAY = datetime.timedelta(days=1)


def texts(root, path, names):
    return [each.text for each in root.findall(path, names)]


def test_the_feed_is_the_list(client, settings):
    changed = datetime.datetime(2026, 11, 1, 10, tzinfo=datetime.UTC)
    kokk = JobAdFactory(title="Kokk & baker", county="nordland", changed_at=changed)
    JobAdFactory(title="Lærer", published_at=timezone.now() - DAY)

    root = ET.fromstring(client.get(FEED).content)
    narrowed = ET.fromstring(client.get(FEED, {"county": "nordland"}).content)

    assert texts(root, "a:entry/a:title", ATOM) == ["Lærer", "Kokk & baker"]
    assert texts(narrowed, "a:entry/a:title", ATOM) == ["Kokk & baker"]
    assert texts(narrowed, "a:entry/a:id", ATOM) == [
        f"tag:{settings.SITE_URL.split('//')[1].split(':')[0]},2026:ad:{kokk.pk}"
    ]
    assert [datetime.datetime.fromisoformat(each) for each in texts(narrowed, "a:entry/a:updated", ATOM)] == [changed]
    assert datetime.datetime.fromisoformat(narrowed.find("a:updated", ATOM).text) == changed
    assert texts(root, "a:author/a:name", ATOM) == ["Fremrykk"]
    assert (
        'type="application/atom+xml" href="/stillinger/feed.atom?county=nordland"'
        in client.get("/stillinger/?county=nordland").text
    )


def test_the_map_has_the_open_pages_and_the_open_ads(client, settings):
    ad = JobAdFactory()

    root = ET.fromstring(client.get(SITEMAP).content)
    paths = [url.removeprefix(settings.SITE_URL) for url in texts(root, "m:url/m:loc", MAP)]
    anonymous = {path: client.get(path).status_code for path in paths}

    assert ad.get_absolute_url() in paths
    assert set(anonymous.values()) == {200}
    assert [datetime.datetime.fromisoformat(each) for each in texts(root, "m:url/m:lastmod", MAP)] == [
        ad.changed_at
    ] * 2


def test_a_closed_ad_leaves_all_at_once(client):
    ad = JobAdFactory(title="Kokk")
    pages = ["/", "/stillinger/", FEED, SITEMAP]
    before = [ad.slug in client.get(page).text for page in pages]

    ads.close(ad=ad, by=StaffFactory(), at=timezone.now())

    assert before == [True] * 4
    assert [ad.slug in client.get(page).text for page in pages] == [False] * 4
    assert client.get(ad.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [(FEED, 2), (SITEMAP, 1)])
def test_they_cost_the_same_however_many_ads(client, django_assert_num_queries, number, page, queries):
    JobAdFactory.create_batch(number)

    with django_assert_num_queries(queries):
        client.get(page)


@pytest.mark.parametrize("page", ["/stillinger/", "ad", FEED, SITEMAP])
def test_what_is_the_same_is_not_sent_again_until_something_changes(client, page):
    ad = JobAdFactory()
    page = ad.get_absolute_url() if page == "ad" else page
    first = client.get(page)
    mark = {"if-none-match": first["ETag"]}

    again = client.get(page, headers=mark)
    english = client.get(page, headers=mark | {"cookie": "django_language=en"})
    by_date = client.get(page, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    ads.change(ad=ad, by=StaffFactory(), at=timezone.now(), title="Nytt navn")
    changed = client.get(page, headers=mark)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    assert (english.status_code, changed.status_code, by_date.status_code) == (
        200 if page != SITEMAP else 304,
        200,
        200,
    )
    assert first["Cache-Control"] == "no-cache"


def test_whoever_is_logged_in_or_told_something_gets_a_page_nobody_keeps(client):
    JobAdFactory()
    mark = client.get("/stillinger/")["ETag"]
    sign_in(client, "adviser")

    answer = client.get("/stillinger/", headers={"if-none-match": mark})

    assert (answer.status_code, "ETag" in answer, "no-store" in answer["Cache-Control"]) == (200, False, True)


def test_robots_know_the_map_and_stay_out_of_every_address_of_somebodys_own(client, settings):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    by_link = {page.name for _, page in patterns() if {"token", "key"} & set(page.pattern.converters)}
    private = [reverse(name, kwargs=filled(name)) for name in sorted(by_link)] + ["/min-side/", "/admin/", "/konto/"]
    ad = JobAdFactory()

    assert robots.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]
    assert [path for path in private if robots.can_fetch("*", path)] == []
    assert [
        path
        for path in ("/", "/stillinger/", ad.get_absolute_url(), FEED, "/personvern/")
        if not robots.can_fetch("*", path)
    ] == []
