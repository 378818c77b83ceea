"""The question about cookies in a real browser, on a phone: heard, reached, answered without JavaScript, covering nothing."""

import pytest
from playwright.sync_api import Browser

from tests import axe, site_world
from tests.privacy.cookie_world import use_campaigns

SIZES = "buttons => buttons.map(each => [each.offsetWidth, each.offsetHeight, getComputedStyle(each).backgroundColor])"


@pytest.mark.browser
@pytest.mark.promise("P65", "P68")
def test_the_question_on_a_phone_is_fair_covers_nothing_and_needs_no_script(
    browser: Browser, transactional_db, approved_periods, live_server
):
    ad = site_world.make()[0]
    use_campaigns()
    view = {"width": 390, "height": 850}
    page = browser.new_page(base_url=live_server.url, locale="nb-NO", viewport=view)
    page.goto(ad.get_absolute_url())
    region = page.get_by_role("region", name="Du velger hva vi husker")
    buttons = region.get_by_role("button")

    assert buttons.all_inner_texts() == ["Bare nødvendige", "Godta alle", "Velg"]
    assert len({tuple(each) for each in buttons.evaluate_all(SIZES)}) == 1
    assert buttons.evaluate_all("buttons => buttons.filter(each => each.scrollWidth > each.clientWidth).length") == 0
    assert region.evaluate("each => getComputedStyle(each).position") == "static"
    assert (page.evaluate("document.activeElement.tagName"), axe.violations(page)) == ("BODY", [])
    page.goto("/informasjonskapsler/")
    assert (axe.violations(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 390)
    page.close()

    plain = browser.new_page(base_url=live_server.url, locale="nb-NO", viewport=view, java_script_enabled=False)
    plain.goto(ad.get_absolute_url())
    plain.get_by_role("button", name="Velg", exact=True).click()
    plain.get_by_label("Kampanjer").check()
    plain.get_by_role("button", name="Lagre det jeg har krysset av").click()
    assert plain.url == f"{live_server.url}{ad.get_absolute_url()}"
    assert [each["value"] for each in plain.context.cookies() if each["name"] == "informasjonskapsler"] == [
        "2.campaign"
    ]
    plain.wait_for_load_state()
    assert plain.get_by_role("button", name="Godta alle").count() == 0
    plain.close()
