"""The register on paper: made by the worker, the same as the page, in both languages, anew after each change."""

import pypdfium2
import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from privacy import registries
from privacy.actions import register_copies
from privacy.models import ProcessingActivity, RegisterCopy
from privacy.ports import PdfFailed
from privacy.queries import register
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P8")]
PAGE = reverse("register_pdf")


def made():
    return register_copies.make(pdf_maker=registries.pdf_maker(), at=NOW)


def fetched(client, language):
    client.cookies["django_language"] = language
    return client.get(PAGE)


def words(response):
    assert response.headers["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(response.content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


@pytest.fixture
def twice(client):
    assert made() == 2
    return client


@pytest.mark.parametrize(("language", "said"), [("nb", "Daglig ansvar"), ("en", "Daily responsibility")])
def test_it_says_what_the_page_says(twice, language, said):
    text = words(fetched(twice, language))

    activities = ProcessingActivity.objects.all()
    for activity in activities:
        for field in (f"name_{language}", f"purpose_{language}", f"persons_{language}", f"retention_{language}"):
            assert " ".join(getattr(activity, field).split()) in text, (activity.code, field)
    assert text.count(said) == len(activities)
    assert register.controller().contact_email in text


def test_what_says_nothing_new_is_not_made_again_and_a_change_is(twice):
    assert made() == 0
    before = bytes(RegisterCopy.objects.get(language="nb").content)
    ProcessingActivity.objects.filter(code="applications").update(purpose_nb="Noe helt nytt.")

    waiting = fetched(twice, "nb")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "60")
    assert made() == 1
    assert bytes(RegisterCopy.objects.get(language="nb").content) != before
    assert "Noe helt nytt." in words(fetched(twice, "nb"))


def test_before_it_is_made_the_page_says_so(client):
    assertContains(fetched(client, "en"), "The PDF is being made", status_code=503)


def test_what_cannot_be_printed_is_tried_again(client):
    class Broken:
        def make(self, template, data, *, to):
            raise PdfFailed

    assert register_copies.make(pdf_maker=Broken(), at=NOW) == 0
    assert not RegisterCopy.objects.exists()
    assert made() == 2


def test_nobody_fetches_it_all_day(twice):
    answers = [fetched(twice, "nb").status_code for _each in range(61)]

    assert (answers[59], answers[60]) == (200, 429)
