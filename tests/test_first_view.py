"""What a first visit costs, and what a page tells of itself: read from the pages as a browser would."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories import JobAdFactory
from tests.inline import Inline

MOST = 100_000  # bytes transferred: DESIGN § 8
LOADED = {"stylesheet", "icon"}


class Page(HTMLParser):
    """What a browser fetches for it, and what stands in its head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.meta: dict[str, str] = {}
        self.title, self.is_title = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        self.is_title = tag == "title"
        if tag == "link" and own.get("rel") in LOADED:
            self.loads.append(own["href"])
        if tag in ("script", "img") and "src" in own:
            self.loads.append(own["src"])
        if tag == "meta":
            self.meta[own.get("property") or own.get("name") or ""] = own.get("content", "")

    def handle_data(self, data):
        self.title += data if self.is_title else ""


@pytest.fixture
def paths(db, approved_periods):
    ad = JobAdFactory()
    return ["/", "/stillinger/", f"/stillinger/{ad.slug}/", f"/stillinger/{ad.slug}/sok/"]


def weight(path: str) -> int:
    file = finders.find(path.removeprefix("/static/"))
    content = Path(file).read_bytes()
    return min(len(content), len(brotli.compress(content)))


def test_the_first_view_weighs_at_most_what_was_promised(client, paths):
    weights = {}
    for path in paths:
        body = client.get(path).content
        page = Page(body.decode())
        weights[path] = len(gzip.compress(body)) + sum(map(weight, page.loads))

        assert len(page.loads) > 5
        assert Inline(body.decode()).found == []

    assert {path: size for path, size in weights.items() if size > MOST} == {}


def test_our_style_sheets_fetch_nothing_more(client, paths):
    page = Page(client.get("/").content.decode())
    sheets = [finders.find(path.removeprefix("/static/")) for path in page.loads if path.endswith(".css")]

    fetched = [found for sheet in sheets for found in re.findall(r"url\(([^)]+)\)", Path(sheet).read_text())]

    assert [found for found in fetched if not found.strip("\"'").startswith("data:")] == []


def test_every_page_says_in_its_head_what_it_is_in_the_reader_s_language(paths, settings):
    for language, of_all in (("nb", "Slik rekrutterer vi – Fremrykk"), ("en", "How we recruit – Fremrykk")):
        page = Page(
            Client(headers={"cookie": f"django_language={language}"}).get("/slik-rekrutterer-vi/").content.decode()
        )

        assert (page.title.strip(), page.meta["og:title"]) == (of_all, of_all)
        assert page.meta["description"] == page.meta["og:description"]
        assert page.meta["og:image"] == f"{settings.SITE_URL}/static/img/social.png"


def test_a_title_with_signs_is_escaped_once(client, paths):
    ad = JobAdFactory(title='Kokk & "sjef" <b>')
    page = Page(client.get(f"/stillinger/{ad.slug}/").content.decode())

    assert page.title.startswith('Kokk & "sjef" <b>')
    assert page.meta["og:title"] == page.title.strip()
