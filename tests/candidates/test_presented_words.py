"""What is no file and yet shown to a client: read where it stands, on the page and on paper."""

import pytest

from candidates.actions import presentation_reading
from candidates.models import Application, PresentationReader
from candidates.queries import printed_presentation
from tests.candidates.test_presentations import confirmed, draft, link_of, send  # noqa: F401
from tests.factories import NOW, PresentationItemFactory, TestResultFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


def on_paper(whole):
    """The headings and lines of the only candidate, as they are printed."""
    return [(each["title"], each["text"]) for each in documents_on_paper(whole)]


def told_on_paper(whole):
    """Questions and answers of the last of it, which are set apart from each other, and the number beneath."""
    last = documents_on_paper(whole)[-1]
    return last["told"], last["reference"]


def documents_on_paper(whole):
    shown = presentation_reading.read(reader=PresentationReader.objects.get(), at=NOW)
    return printed_presentation.said(PresentationReader.objects.get(), shown, at=NOW)["candidates"][0]["documents"]


@pytest.mark.promise("P32")
def test_a_test_result_is_read_with_its_explanation(client, draft):  # noqa: F811
    result = TestResultFactory(application=Application.objects.get(), shown_at=NOW)
    PresentationItemFactory(presentation=draft, candidate=result.application.candidate, test_result=result)
    send(draft)

    page = confirmed(client, link_of(draft)).get(link_of(draft)).content.decode()

    assert result.result in page
    assert result.explanation in page
    assert on_paper(draft)[-1] == (
        "Testresultat: Regneark",
        [[result.result], [f"Hva det betyr: {result.explanation}"], ["Tatt 23. november 2026."]],
    )
