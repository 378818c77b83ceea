"""The text of an ad, written in a real browser: with buttons, pasted, and never more than what counts."""

import pytest
from django.urls import reverse

from clients.models import JobAd
from tests.factories import JobAdFactory
from tests.workspace import colleague, sign_in_browser

PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(".ws-written").dispatchEvent(new ClipboardEvent("paste", how));
}"""
PASTED = (
    '<h1 style="color:red">Om oss</h1><div>Vi er <b>ti</b><img src=x onerror="document.title=1"></div>'
    '<p><a href="javascript:x()">her</a> <a href="https://nav.no" onclick="x()">NAV</a></p><script>x()</script>'
)


@pytest.fixture
def desk(browser_page, live_server, approved_periods):
    sign_in_browser(browser_page, colleague("adviser"))
    return browser_page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_written_with_buttons_is_saved_as_it_looks(desk):
    ad = JobAdFactory(published_at=None, body="<p>Før</p>")
    desk.goto(reverse("admin:clients_jobad_change", args=[ad.pk]))
    page, box = desk.locator(".ws-written"), desk.locator("#id_body")
    hidden = (box.is_hidden(), page.get_attribute("aria-label"), page.inner_text())

    page.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Du skal")
    desk.locator("[data-block=h2]").click()
    desk.keyboard.press("Enter")
    desk.locator("[data-do=insertUnorderedList]").click()
    desk.keyboard.type("lede")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("følge opp")
    desk.locator(".submit-row [type=submit]").first.click()
    desk.locator(".messagelist").wait_for()

    assert hidden == (True, "Tekst", "Før")
    assert JobAd.objects.get().body == "<h2>Du skal</h2>\n<ul><li>lede</li><li><strong>følge opp</strong></li></ul>"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_pasted_leaves_behind_what_does_not_count(desk):
    ad = JobAdFactory(published_at=None, body="")
    desk.goto(reverse("admin:clients_jobad_change", args=[ad.pk]))
    title = desk.title()

    desk.locator(".ws-written").click()
    desk.evaluate(PASTE, PASTED)
    written = desk.locator("#id_body").input_value()
    desk.locator("[data-tags]").click()
    shown = (desk.locator("#id_body").is_visible(), desk.locator(".ws-written").is_visible())

    for said in ("<h2>Om oss</h2>", "<strong>ti</strong>", '<a href="https://nav.no">NAV</a>'):
        assert said in written
    assert [word in written for word in ("style", "img", "script", "onclick")] == [False] * 4
    assert (desk.title(), shown) == (title, (True, False))
