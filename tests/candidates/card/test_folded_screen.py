"""A folded table opens where it stands, by key too, and says so; without a script, or when that fails, its title is a way to it."""

from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.factories import CandidateFactory, OutgoingMailFactory
from tests.workspace import colleague, sign_in_browser

pytestmark = pytest.mark.browser


@pytest.fixture
def candidate(transactional_db, approved_periods):
    mail = OutgoingMailFactory(subject=CandidateFactory().subject, subject_line="Takk for samtalen")
    return mail.subject.candidate


@pytest.fixture
def card(browser_page: Page, candidate):
    sign_in_browser(browser_page, colleague("adviser"))
    browser_page.goto(candidate.get_absolute_url())
    return browser_page


def state(page: Page) -> tuple[str | None, bool]:
    """What is said of it, and whether it is there to be read."""
    return page.locator("#panel-mails > a").get_attribute("aria-expanded"), page.get_by_text(
        "Takk for samtalen"
    ).is_visible()


def test_a_key_opens_it_where_it_stands_and_folds_it_again(card: Page):
    before = state(card)
    card.locator("#panel-mails > a").focus()
    seen = []
    for _ in range(2):
        card.keyboard.press("Enter")
        card.wait_for_selector("#panel-mails-rows", state="hidden" if seen else "visible")
        seen.append(state(card))

    named = card.locator("#panel-mails-rows [role=region]").get_attribute("aria-labelledby")
    assert (before, seen) == (("false", False), [("true", True), ("false", False)])
    assert (named, card.locator("#panel-mails > a").get_attribute("aria-controls")) == (
        "panel-mails",
        "panel-mails-rows",
    )
    assert card.evaluate("document.activeElement.parentElement.id") == "panel-mails"


def test_the_way_to_it_at_the_top_of_the_page_opens_it(card: Page):
    card.locator(".ws-jump a[href='#panel-mails']").click()

    card.wait_for_selector("#panel-mails-rows")
    assert state(card) == ("true", True)


def test_where_it_cannot_be_fetched_one_is_led_to_its_page(card: Page, candidate):
    card.context.clear_cookies()

    card.locator("#panel-mails > a").click()

    card.wait_for_url("**/konto/login/**")
    assert reverse("admin:candidates_candidate_panel", args=[candidate.pk, "mails"]) in unquote(card.url)


def test_without_a_script_its_title_leads_to_its_page_and_back(browser: Browser, live_server, candidate):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    sign_in_browser(page, colleague("adviser"))
    page.goto(candidate.get_absolute_url())

    page.locator("#panel-mails > a").click()
    expect(page.locator("h1")).to_have_text(str(candidate))
    expect(page.get_by_text("Takk for samtalen")).to_be_visible()
    page.locator(".breadcrumbs a").last.click()

    assert page.url == live_server.url + candidate.get_absolute_url()
    context.close()
