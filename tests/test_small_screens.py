"""What is easy to lose on a phone or on paper: the way to apply, the own menu, the words of the cookies, folded parts."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests import site_world
from tests.factories import CandidateFactory
from tests.privacy.cookie_world import use_campaigns
from tests.workspace import sign_in_browser

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
COVERED = """() => [...document.querySelectorAll("main a, main summary")].filter(each => {
  each.focus();
  const bar = document.querySelector(".apply-bar"), box = each.getBoundingClientRect();
  return !bar.contains(each) && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest(".apply-bar");
}).map(each => each.textContent.trim())"""
IN_SIGHT = """each => { const box = each.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"""
SMALL = """() => [...document.querySelectorAll(".cookie-choice p, .cookie-choice button")]
  .filter(each => parseFloat(getComputedStyle(each).fontSize) < 16).map(each => each.textContent)"""
HIDDEN = """() => [...document.querySelectorAll("main details > :not(summary)")]
  .filter(each => !each.closest(".no-print") && !(each.checkVisibility() && each.getBoundingClientRect().height > 0))
  .map(each => each.textContent.trim().slice(0, 40))"""


@pytest.fixture
def open_ad(transactional_db, approved_periods):
    return site_world.make()[0]


def test_on_a_phone_the_way_to_apply_follows_the_text_and_never_covers_what_has_the_focus(browser_page: Page, open_ad):
    browser_page.set_viewport_size(PHONE)
    browser_page.goto(open_ad.get_absolute_url())
    bar, seen = browser_page.locator(".apply-bar"), []

    for share in (0.5, 0.75):
        browser_page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {share} - innerHeight)")
        seen.append(bar.locator("a").evaluate(IN_SIGHT))
    covered = browser_page.evaluate(COVERED)
    browser_page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    at_rest = bar.evaluate("each => each.getBoundingClientRect().bottom < 0")

    assert (seen, covered, at_rest) == ([True, True], [], True)


def test_on_a_wide_screen_the_button_stays_where_it_stands(browser_page: Page, open_ad):
    browser_page.goto(open_ad.get_absolute_url())

    assert browser_page.locator(".apply-bar").evaluate("each => getComputedStyle(each).position") == "static"


def test_on_a_phone_the_own_menu_is_one_line_that_opens(browser_page: Page, open_ad):
    sign_in_browser(browser_page, CandidateFactory(account__email="kari@example.test").subject.user)
    browser_page.set_viewport_size(PHONE)
    browser_page.goto(reverse("my_profile"))
    menu = browser_page.locator(".own-menu")
    folded, line = menu.evaluate("each => each.offsetHeight"), menu.locator("summary").inner_text()

    menu.locator("summary").click()
    links = menu.locator("a").all()

    assert (folded < 80, line) == (True, "Meny · Profilen min")
    assert [each.inner_text() for each in links if not each.is_visible()] == []
    assert [each.inner_text() for each in links if each.evaluate("each => each.offsetHeight") < 40] == []
    browser_page.set_viewport_size({"width": 1280, "height": 850})
    browser_page.goto(reverse("my_profile"))
    assert (menu.locator("summary").is_visible(), len([each for each in links if each.is_visible()])) == (
        False,
        len(links),
    )


def test_the_question_about_cookies_is_written_as_large_as_the_rest(browser_page: Page, open_ad):
    use_campaigns()
    browser_page.set_viewport_size(PHONE)
    browser_page.goto("/")

    assert (browser_page.locator(".cookie-choice p").count(), browser_page.evaluate(SMALL)) == (1, [])


@pytest.mark.promise("P4")
def test_on_paper_every_folded_part_is_open_also_without_scripts(browser: Browser, open_ad, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    found = {}

    for path in ("/personvern/", "/personvern/behandlinger/"):
        page.goto(path)
        on_screen = page.evaluate(HIDDEN)
        page.emulate_media(media="print")
        found[path] = (len(on_screen) > 3, page.evaluate(HIDDEN))
        page.emulate_media(media="screen")
    context.close()

    assert found == {path: (True, []) for path in found}
