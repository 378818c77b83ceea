"""From an ad to the receipt on a phone: a file dropped, refused, kept and looked over (the plain path: tests/test_stories.py)."""

import base64
import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from candidates.models import Application
from clients.models import JobAd
from tests import files, site_world
from tests.factories import ScreeningQuestionFactory

pytestmark = pytest.mark.browser

DROP = """(zone, [name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const box = new DataTransfer();
  box.items.add(new File([bytes], name, { type }));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: box, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def open_ad(transactional_db, approved_periods):
    return site_world.make()[0]


def fill_in(page: Page, ad) -> None:
    page.goto(ad.get_absolute_url())
    page.goto(f"{ad.get_absolute_url()}sok/")
    for name, typed in {"first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test"}.items():
        page.fill(f"[name={name}]", typed)
    page.check("[name=keep_scope][value=candidate_base]")
    page.check("[name=sharing_acknowledged]")


def look(page: Page, name: str) -> None:
    """Kept where somebody asks for pictures."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def drop(page: Page, field: str, name: str, content: bytes) -> None:
    zone = page.locator(f"[data-drop].is-ready:has([name={field}])")  # the script is there
    zone.evaluate(DROP, [name, "application/pdf", base64.b64encode(content).decode()])


def test_a_dropped_file_is_looked_at_sent_and_kept_when_the_form_comes_back(browser_page: Page, open_ad):
    complaints: list[str] = []
    browser_page.on("console", lambda message: complaints.append(message.text))
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.set_viewport_size({"width": 390, "height": 850})
    ScreeningQuestionFactory(ad=open_ad)
    fill_in(browser_page, open_ad)

    drop(browser_page, "cv", "cv.exe", b"MZ")
    expect(browser_page.locator(".drop .fault")).to_contain_text("cv.exe kan ikke brukes her")
    drop(browser_page, "cv", "Min CV.pdf", files.pdf_cv())
    expect(browser_page.locator(".drop ul.chosen").first).to_contain_text("Valgt: Min CV.pdf")
    look(browser_page, "filled-390")
    browser_page.get_by_role("button", name="Send søknaden").click()
    expect(browser_page.locator(".kept").first).to_contain_text("Min CV.pdf")
    look(browser_page, "again-390")
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 390
    browser_page.check("[name=terms_accepted]")
    browser_page.get_by_role("button", name="Se over først").click()
    expect(browser_page.locator("h1")).to_have_text("Se over søknaden")
    look(browser_page, "look-over-390")
    browser_page.get_by_role("button", name="Send søknaden").click()

    expect(browser_page.locator("h1")).to_have_text("Vi har fått søknaden din")
    look(browser_page, "receipt-390")
    assert [document.original_name for document in Application.objects.get().documents.all()] == ["Min CV.pdf"]
    assert complaints == []


def test_a_position_that_closed_meanwhile_leaves_a_registration_that_can_be_sent(browser_page: Page, open_ad):
    fill_in(browser_page, open_ad)
    drop(browser_page, "cv", "Min CV.pdf", files.pdf_cv())
    JobAd.objects.update(closed_at=timezone.now())

    browser_page.get_by_role("button", name="Send søknaden").click()
    expect(browser_page.locator(".said.warning")).to_contain_text("tar ikke imot søknader lenger")
    expect(browser_page.locator("[name=first_name]")).to_have_value("Kari")
    look(browser_page, "too-late-390")
    drop(browser_page, "certificates", "Vitnemål.pdf", files.pdf_cv())
    browser_page.get_by_role("button", name="Send registreringen").click()
    expect(browser_page.locator("#error-summary")).to_be_visible()  # the terms: asked again, with all that was typed
    browser_page.check("[name=terms_accepted]")
    drop(browser_page, "diplomas", "Fagbrev.pdf", files.pdf_cv())
    browser_page.get_by_role("button", name="Send registreringen").click()

    expect(browser_page.locator("h1")).to_have_text("Vi har fått registreringen din")
    received = Application.objects.get()
    assert (received.origin, received.candidate.first_name) == ("registered", "Kari")
    names = received.documents.order_by("original_name").values_list("original_name", flat=True)
    assert list(names) == ["Fagbrev.pdf", "Min CV.pdf", "Vitnemål.pdf"]
