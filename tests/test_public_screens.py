"""The public pages in a real browser: under the policy, from one origin, accessible, small, and without JavaScript."""

import datetime
import gzip

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from privacy.queries import storage_links
from tests import axe, site_world
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.browser

NOT_ON_THE_WAY = ["/stillinger/?q=finnesikke", "/finnes-ikke/", "/personvern/krav/", "/personvern/kvittering/"]
FIRST_VIEW = 100_000
NARROWEST = 320  # as 1280 at 400 %


@pytest.fixture
def open_ad(transactional_db, approved_periods):
    return site_world.make()[0]


def linked():
    """Where a warning leads, and a link that has ended."""
    kari = ApplicationFactory(candidate__account__email="kari@example.test").candidate
    today = timezone.localdate()
    given = {"subject_id": kari.subject_id, "email": "kari@example.test"}
    fresh, over = (storage_links.token(**given, until=day) for day in (today + datetime.timedelta(days=9), today))
    return [reverse(name, args=[each]) for name in ("keep_data", "delete_data") for each in (fresh, over)]


def test_pages_no_link_leads_to_are_ours_narrow_and_clear_to_everyone(browser_page: Page, open_ad, live_server):
    """The pages there is a link to are read in tests/test_crawl.py."""
    asked, complaints, found = [], [], []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text))
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.set_viewport_size({"width": NARROWEST, "height": 850})

    for path in [*NOT_ON_THE_WAY, *linked()]:
        browser_page.goto(path)
        found += [(path, *each) for each in axe.violations(browser_page)]
        if browser_page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            found.append((path, "too wide"))

    assert found == []
    assert [each for each in complaints if "410 (Gone)" not in each and "404 (Not Found)" not in each] == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


def test_axe_finds_nothing_on_a_form_with_errors_and_the_summary_has_the_focus(browser_page: Page, open_ad):
    browser_page.goto(f"{open_ad.get_absolute_url()}sok/")
    browser_page.get_by_role("button", name="Send søknaden").click()

    expect(browser_page.locator(".summary")).to_be_focused()
    assert axe.violations(browser_page) == []


def test_the_first_view_is_small(browser_page: Page, open_ad, live_server):
    """As the server sends it: static files in brotli, made at collection; the page as it is, or packed by the proxy."""
    sizes = {}

    def weigh(response):
        path = response.url.removeprefix(live_server.url)
        file = finders.find(path.removeprefix("/static/"))
        sizes[path] = len(brotli.compress(response.body())) if file else len(gzip.compress(response.body()))

    browser_page.on("requestfinished", lambda request: weigh(request.response()))
    browser_page.goto("/", wait_until="networkidle")

    assert "/static/ds/index.css" in sizes
    assert sum(sizes.values()) < FIRST_VIEW
