"""The public pages in a real browser: under the policy, from one origin, accessible, small, and without JavaScript."""

import datetime
import gzip

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from candidates.models import Application
from privacy.queries import storage_links
from tests import files, site_world
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.browser

WIDTHS = [1280, 390]
PATHS = [
    "/",
    "/stillinger/",
    "/stillinger/?q=finnesikke",
    "/registrer/",
    "/kontakt/",
    "/for-bedrifter/",
    "/personvern/",
    "/personvern/behandlinger/",
    "/personvern/krav/",
    "/personvern/kvittering/",
    "/slik-rekrutterer-vi/",
    "/tilgjengelighet/",
    "/sikkerhet/",
    "/finnes-ikke/",
]
FIRST_VIEW = 100_000


@pytest.fixture
def open_ad(transactional_db, approved_periods):
    return site_world.make()[0]


def paths(ad):
    return [*PATHS, ad.get_absolute_url(), f"{ad.get_absolute_url()}sok/", *linked()]


def linked():
    """Where a warning leads, and a link that has ended."""
    kari = ApplicationFactory(candidate__account__email="kari@example.test").candidate
    today = timezone.localdate()
    given = {"subject_id": kari.subject_id, "email": "kari@example.test"}
    fresh, over = (storage_links.token(**given, until=day) for day in (today + datetime.timedelta(days=9), today))
    return [reverse(name, args=[each]) for name in ("keep_data", "delete_data") for each in (fresh, over)]


def test_pages_load_nothing_from_elsewhere_and_the_policy_stops_nothing(browser_page: Page, open_ad, live_server):
    asked, complaints = [], []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text))
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))

    for path in paths(open_ad):
        browser_page.goto(path)

    assert [each for each in complaints if "410 (Gone)" not in each and "404 (Not Found)" not in each] == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(browser_page: Page, open_ad, width):
    browser_page.set_viewport_size({"width": width, "height": 850})
    found, too_wide = {}, []

    for path in paths(open_ad):
        browser_page.goto(path)
        if violations := Axe().run(browser_page).response["violations"]:
            found[path] = [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in violations]
        if browser_page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(path)

    assert (found, too_wide) == ({}, [])


def test_axe_finds_nothing_on_a_form_with_errors_and_the_summary_has_the_focus(browser_page: Page, open_ad):
    browser_page.goto(f"{open_ad.get_absolute_url()}sok/")
    browser_page.get_by_role("button", name="Send søknaden").click()

    assert browser_page.evaluate("document.activeElement.className") == "summary"
    assert Axe().run(browser_page).response["violations"] == []


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


def test_applying_works_without_javascript(browser_page: Page, browser: Browser, open_ad, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    page.goto(f"{open_ad.get_absolute_url()}sok/")
    for name, typed in {"first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test"}.items():
        page.fill(f"[name={name}]", typed)
    page.set_input_files("[name=cv]", {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": files.pdf_cv()})
    page.check("[name=keep_scope][value=candidate_base]")
    page.check("[name=sharing_acknowledged]")
    page.check("[name=terms_accepted]")
    page.get_by_role("button", name="Send søknaden").click()

    assert page.url.split("?")[0].endswith("/soknad/kvittering/")
    assert Application.objects.get().candidate.first_name == "Kari"
    context.close()
