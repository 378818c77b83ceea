"""At the reading view a CV is read as text or as pictures of its pages: drawn when asked for, kept nowhere, in the trail."""

import pytest
from django.urls import reverse

from candidates.models import Document
from privacy.models import TrailEntry
from tests.candidates.adapters.test_paper import cv
from tests.factories import ApplicationDocumentFactory, ApplicationFactory, DocumentFactory, JobOrderFactory
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]


@pytest.fixture
def application(client):
    """Two who wait in one stage; the first has a CV without text, as a scanned one."""
    order = JobOrderFactory(adviser=sign_in(client, "adviser"))
    first, _second = (ApplicationFactory(job_order=order, job_ad=None) for _each in range(2))
    document = DocumentFactory(candidate=first.candidate, kind="cv", content=cv(), text="")
    ApplicationDocumentFactory(application=first, document=document)
    return first


def openings(application) -> int:
    seen = TrailEntry.objects.filter(subject_uuid=application.candidate.subject_id, verb="opened")
    return seen.count()


def test_a_cv_is_shown_as_pictures_and_the_way_on_stays_with_them(client, application):
    address = reverse("admin:review_application", args=[application.pk])
    as_text = client.get(address)
    before = openings(application)

    as_pictures = client.get(address, {"look": "pages"})

    assert (as_text.text.count("data:image/jpeg"), before) == (0, 0)
    assert [(document.kind, len(pictures)) for document, pictures in as_pictures.context["read"]] == [("cv", 1)]
    assert (as_pictures.text.count('class="ws-page"'), openings(application)) == (1, 1)
    assert "no-store" in as_pictures["Cache-Control"]

    moved = client.post(f"{address}?look=pages", {"to": "screening", f"seen-{application.pk}": "new"})

    assert moved.url.endswith("&look=pages")


@pytest.mark.parametrize("state", ["infected", "received"])
def test_a_file_that_may_not_be_opened_is_not_drawn(client, application, state):
    Document.objects.update(state=state)

    page = client.get(reverse("admin:review_application", args=[application.pk]), {"look": "pages"})

    assert (page.context["read"], openings(application)) == ([], 0)
