"""What people come here to do, in a browser from the first page to the last: visitor, client, referee, and who is asked about cookies.

Two browsers, which meet both languages, with and without scripts, on a telephone and at a desk; with `PROVE=1` four, in which
each language, with and without scripts, meets both.
"""

import base64
import datetime
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, expect

from candidates.actions import presentations, references
from candidates.models import Application, Candidate, Document, PresentationAnswer
from privacy.models import Erasure, OutgoingMail, Package
from tests import axe, files, site_world
from tests import factories as made
from tests.accounts.logins import mailed_code
from tests.candidates.drafts import put_together
from tests.privacy.cookie_world import use_campaigns
from tests.programs import note_complaints

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = {"name": "Min CV.pdf", "mimeType": "application/pdf", "buffer": files.pdf_cv()}
KARI = {"first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test"}
READER, REFEREE = "lise@example.test", "ola@example.test"
DROP = """(zone, content) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const box = new DataTransfer();
  box.items.add(new File([bytes], "Min CV.pdf", { type: "application/pdf" }));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: box, bubbles: true, cancelable: true }));
}"""


@dataclass
class Person:
    """Somebody before a browser, in one language."""

    page: Page
    language: str
    scripts: bool
    complaints: list[str]

    def word(self, text: str) -> str:
        with override(self.language):
            return gettext(text)

    def press(self, text: str) -> None:
        self.page.get_by_role("button", name=self.word(text)).first.click()

    def follow(self, text: str) -> None:
        self.page.get_by_role("link", name=self.word(text)).first.click()

    def is_on(self, text: str) -> None:
        expect(self.page.locator("h1")).to_have_text(self.word(text))

    def opens_mail(self, to: str, part: str) -> None:
        body = OutgoingMail.objects.filter(to=to, body_text__contains=part).latest("pk").body_text
        self.page.goto(urlsplit(re.search(rf"https?://\S*{part}\S*", body)[0]).path)

    def finds_nothing_wrong(self) -> None:
        """Width and language each time; axe once: both widths of every page are read in `test_crawl`."""
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert self.page.locator("html").get_attribute("lang") == self.language
        if self.scripts and width == 390:
            assert axe.violations(self.page) == []


TWO = ["nb-script-390", "en-plain-1280"]
FOUR = ["nb-script-390", "nb-plain-1280", "en-script-1280", "en-plain-390"]


@pytest.fixture(params=FOUR if os.environ.get("PROVE") else TWO)
def person(request, browser: Browser, live_server, settings, approved_periods) -> Iterator[Person]:
    language, kind, width = request.param.split("-")
    settings.SITE_URL = live_server.url
    context = browser.new_context(
        base_url=live_server.url, locale={"nb": "nb-NO", "en": "en-GB"}[language], java_script_enabled=kind == "script",
        viewport={"width": int(width), "height": 850},
    )  # fmt: skip
    context.set_default_timeout(6000)
    page, complaints = context.new_page(), []
    note_complaints(page, complaints)
    page.on("request", lambda asked: asked.url.startswith((live_server.url, "data:")) or complaints.append(asked.url))
    yield Person(page, language, kind == "script", complaints)
    context.close()


def test_a_person_comes_applies_and_asks_for_what_is_theirs(person, browser):
    ad = site_world.make()[0]
    use_campaigns()
    answers_about_cookies(person, browser)
    applies(person, ad)
    looks_after_it(person)
    deletes_it_all(person)
    assert person.complaints == []


def answers_about_cookies(person: Person, browser: Browser) -> None:
    page = person.page
    page.goto("/")
    person.finds_nothing_wrong()
    page.get_by_role("button", name=person.word("Choose"), exact=True).click()
    page.locator("#kind-campaign").check()
    person.press("Save what I have ticked")
    page.wait_for_load_state()
    assert choices(page) == ["2.campaign"]
    assert (urlsplit(page.url).path, page.locator(".cookie-choice").count()) == ("/", 0)
    page.goto("/informasjonskapsler/")
    person.press("Only necessary")
    assert choices(page) == ["2.none"]
    declining = browser.new_context(base_url=page.url, extra_http_headers={"Sec-GPC": "1"})
    other = declining.new_page()
    other.goto("/")
    assert (other.locator(".cookie-choice").count(), choices(other)) == (0, [])
    declining.close()


def choices(page: Page) -> list[str]:
    return [each["value"] for each in page.context.cookies() if each["name"] == "informasjonskapsler"]


def applies(person: Person, ad) -> None:
    page = person.page
    page.goto("/")
    person.follow("Vacant positions")
    page.get_by_role("link", name=ad.title).first.click()
    page.locator(f"a[href='{ad.get_absolute_url()}sok/']").first.click()
    for name, typed in KARI.items():
        page.fill(f"[name={name}]", typed)
    if person.scripts:
        page.locator("[data-drop].is-ready:has([name=cv])").evaluate(DROP, base64.b64encode(PDF["buffer"]).decode())
    else:
        page.set_input_files("[name=cv]", PDF)
    page.check("[name=keep_scope][value=candidate_base]")
    page.check("[name=sharing_acknowledged]")
    person.press("Send the application")
    has_errors(person, "terms_accepted")
    expect(page.locator(".kept").first).to_contain_text("Min CV.pdf")
    page.check("[name=terms_accepted]")
    person.press("Send the application")
    person.is_on("We have your application")
    person.finds_nothing_wrong()
    assert [each.original_name for each in Application.objects.get().documents.all()] == ["Min CV.pdf"]


def has_errors(person: Person, field: str) -> None:
    """The title says it, the summary leads to the field, and the field is told its own error."""
    page = person.page
    expect(page).to_have_title(re.compile(f"^{person.word('Error:')} "))
    box = page.locator(f"[name={field}]").first
    links = page.locator(".summary a").evaluate_all("links => links.map(each => each.hash.slice(1))")
    told = page.locator(f"#{box.get_attribute('aria-describedby').split()[-1]}")
    assert (box.get_attribute("aria-invalid"), box.get_attribute("id") in links) == ("true", True)
    assert told.inner_text() in page.locator(".summary").inner_text()
    if person.scripts:
        expect(page.locator(".summary")).to_be_focused()
    person.finds_nothing_wrong()


def looks_after_it(person: Person) -> None:
    page = person.page
    person.opens_mail(KARI["email"], "/soknad/bekreft/")
    person.press("Yes, the address is mine")
    person.follow("To my page")
    page.fill("[name=login]", KARI["email"])
    page.locator("main form button").first.click()
    page.fill("[name=code]", mailed_code(KARI["email"]))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**/min-side/")
    person.finds_nothing_wrong()
    page.goto("/personvern/kopi/")
    person.press("Make a copy")
    page.wait_for_load_state()
    assert Package.objects.filter(subject__user__email=KARI["email"]).count() == 1
    person.finds_nothing_wrong()


def deletes_it_all(person: Person) -> None:
    page = person.page
    page.goto("/min-side/slett-meg/")
    person.press("Delete my data")
    has_errors(person, "understood")
    assert Candidate.objects.count() == 1
    page.check("[name=understood]")
    person.press("Delete my data")
    person.is_on("Your data are deleted")
    person.finds_nothing_wrong()
    assert (Candidate.objects.count(), Document.objects.count(), Erasure.objects.count()) == (0, 0, 1)
    page.goto("/min-side/")
    assert urlsplit(page.url).path == "/konto/login/"


def test_a_client_is_shown_candidates_and_a_referee_tells(person):
    now = timezone.now()
    whole = put_together(email=READER, stage="interview")
    application = Application.objects.get()
    referee = made.RefereeFactory(candidate=application.candidate, email=REFEREE, language=person.language)
    check = made.ReferenceCheckFactory(
        application=application, referee=referee, go_ahead_at=now - datetime.timedelta(1)
    )
    presentations.send(presentation=whole, by=made.StaffFactory(), at=now)
    references.ask(check=check, by=made.StaffFactory(), at=now)

    answers_a_presentation(person)
    tells_about_a_candidate(person)

    assert PresentationAnswer.objects.count() == 1
    assert person.complaints == []


def answers_a_presentation(person: Person) -> None:
    page = person.page
    person.opens_mail(READER, "/presentasjon/")
    person.press("Send me a code")
    page.fill("[name=code]", "ABC")
    person.press("Show the candidates")
    has_errors(person, "code")
    page.fill("[name=code]", mailed_code(READER))
    person.press("Show the candidates")
    expect(page.locator("article h2")).to_contain_text("Kari")
    page.locator("article [type=radio]").first.check()
    person.press("Send the answer")
    expect(page.get_by_role("button", name=person.word("Change the answer"))).to_be_visible()
    person.finds_nothing_wrong()


def tells_about_a_candidate(person: Person) -> None:
    page = person.page
    person.opens_mail(REFEREE, "/referanse/")
    person.is_on("You as a referee")
    page.locator("textarea").first.fill("Ledet vaktene våre.")
    person.press("Send")
    person.opens_mail(REFEREE, "/referanse/")
    assert page.locator("textarea").first.input_value() == "Ledet vaktene våre."
    page.locator("textarea").first.fill("Ledet nattevaktene.")
    person.press("Put it right")
    person.opens_mail(REFEREE, "/referanse/")
    assert page.locator("textarea").first.input_value() == "Ledet nattevaktene."
    person.finds_nothing_wrong()
