"""What one does on the own pages, in a real browser: nothing axe finds, nothing blocked, nothing wider than the screen."""

import datetime
import os
from pathlib import Path

import pytest
from django.urls import reverse

from candidates.choices import DocumentState, Stage
from candidates.models import Candidate
from tests import axe
from tests.accounts.logins import mailed_code
from tests.factories import (
    NOW,
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    JobAdFactory,
    NextOfKinFactory,
    PayAccountFactory,
    StaffFactory,
    StageChangeFactory,
    TrailEntryFactory,
    employed,
)
from tests.programs import note_complaints
from tests.workspace import sign_in_browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: the screens are left there to be looked at


def a_life():
    """A candidate with a bit of everything; gives the account."""
    adviser = StaffFactory(name="Ola Rådgiver", email="ola@example.test")
    kari = CandidateFactory(
        first_name="Kari", last_name="Nordmann", adviser=adviser, account__email="kari@example.test"
    )
    nurse = ApplicationFactory(candidate=kari, stage=Stage.INTERVIEW, message="Jeg vil gjerne jobbe hos dere.")
    StageChangeFactory(application=nurse, to_stage=Stage.INTERVIEW)
    ad = JobAdFactory(title="Instrumentmaskinist og kraftelektronikkingeniør til Ålesund")
    ApplicationFactory(candidate=kari, job_ad=ad, submitted_at=NOW.replace(year=2024, month=12))
    document = DocumentFactory(candidate=kari, original_name="Kari Nordmann – CV med en ganske lang tittel 2026.pdf")
    ApplicationDocumentFactory(application=nurse, document=document)
    DocumentFactory(candidate=kari, state=DocumentState.UNSCANNED)
    DocumentFactory(candidate=kari, state=DocumentState.INFECTED)
    TrailEntryFactory(subject_uuid=kari.subject_id, object_label="candidates.application")
    return kari


@pytest.fixture
def page(browser_page):
    """A browser in which whatever it complains of fails the test, but that something was refused."""
    complaints: list[str] = []
    note_complaints(browser_page, complaints)
    yield browser_page
    assert [each for each in complaints if "Failed to load" not in each] == []


def look(page, name: str) -> dict[str, object]:
    """What is wrong with the page as it stands, at both widths."""
    wrong = {}
    page.wait_for_load_state()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        found = axe.violations(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth") - width
        if found or too_wide > 0:
            wrong[f"{name} at {width}"] = (found, too_wide)
    return wrong


def test_consent_errors_and_farewell_are_clear_to_everyone(page, approved_periods):
    kari = a_life()
    sign_in_browser(page, kari.subject.user)
    page.goto(reverse("my_storage"))
    page.locator(f"form[action='{reverse('give_consent')}'] button").click()
    wrong = look(page, "20-consent")
    page.goto(reverse("my_profile"))
    page.locator("#id_phone").fill("12")
    page.locator("main form button").click()
    wrong |= look(page, "21-errors")
    page.goto(reverse("my_documents"))
    page.locator("main form button").click()
    wrong |= look(page, "22-no-file")

    assert wrong == {}


def test_the_farewell_comes_after_a_code_and_is_clear_to_everyone(page, approved_periods):
    kari = a_life()
    sign_in_browser(page, kari.subject.user)
    page.goto(reverse("delete_me"))
    page.locator("#id_understood").check()
    page.locator("main button.danger").click()
    page.locator("main button[form=send]").click()
    page.locator("#id_code").fill(mailed_code("kari@example.test"))
    page.locator("#id_code").press("Enter")
    wrong = look(page, "23-farewell")

    assert wrong == {}
    assert Candidate.objects.count() == 0


@pytest.mark.parametrize("last", [None, datetime.date(2027, 1, 31)])
def test_the_own_employment_is_clear_to_everyone(page, approved_periods, last):
    kari = a_life()
    row = employed(subject=kari.subject, ends_on=last, title="Instrumentmaskinist og kraftelektronikkingeniør")
    PayAccountFactory(employment=row)
    NextOfKinFactory(employment=row)
    sign_in_browser(page, kari.subject.user)
    page.goto(reverse("my_employment"))

    assert look(page, f"24-employment-{last}") == {}


def test_the_browser_saves_a_file_under_the_persons_own_name_and_shows_nothing(page, approved_periods):
    kari = a_life()
    content = b"<!doctype html><script>document.title = 'run'</script>"
    document = DocumentFactory(candidate=kari, original_name="Søknad – Åse.pdf", content=content)
    sign_in_browser(page, kari.subject.user)
    page.goto(reverse("my_documents"))
    title = page.title()

    with page.expect_download() as saving:
        page.locator(f"a[href='{document.get_absolute_url()}']").click()

    assert saving.value.suggested_filename == "Søknad – Åse.pdf"
    assert saving.value.path().read_bytes() == content
    assert page.title() == title
