"""A step that cannot be taken says why, and what is next, before anything is typed; refused, what was shown stays."""

import pytest
from django.urls import reverse

from tests import workspace
from tests.factories import ApplicationFactory, JobAdFactory, JobOrderFactory, SpecialCheckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(client, settings):
    settings.LANGUAGE_CODE = "en"
    return workspace.sign_in(client, "adviser")


def test_an_old_link_leads_to_the_reason_and_no_form(client, adviser):
    application = ApplicationFactory(job_order=JobOrderFactory(adviser=adviser), job_ad=None)
    address = reverse("admin:candidates_application_step", args=[application.pk, "note-check"])

    page = client.get(address)

    assert page.context["shut"] == (
        "The order does not require this check. State it on the order first, with the law or the need; a credit check "
        "also has to be approved."
    )
    assert ('class="ws-step"' in page.text, "form_number" in page.text) == (False, False)


def test_what_is_noted_is_said_to_be_noted(client, adviser):
    check = SpecialCheckFactory()
    application = check.notice.application
    address = reverse("admin:candidates_application_step", args=[application.pk, "note-check"])

    page = client.get(address)

    assert page.context["shut"] == (
        "This check is noted already. There is nothing more to do: it is deleted when the assignment ends."
    )


def test_a_refused_closing_still_shows_who_waits(client, adviser):
    order = JobOrderFactory(adviser=adviser)
    waiting = ApplicationFactory(job_order=order, job_ad=None)

    page = client.post(reverse("admin:clients_joborder_step", args=[order.pk, "close"]))

    assert (page.status_code, str(waiting.candidate) in page.text) == (200, True)
    assert [str(each) for each in page.context["messages"]] == [
        "Somebody who applied waits for an answer. Answer each of them first: Close shows who it is."
    ]


@pytest.mark.parametrize(
    ("stage", "main"),
    [
        ("new", "to-screening"),
        ("interview", "to-presented"),
        ("offer", "employ"),
        ("placed", "employ"),
        ("rejected", ""),
    ],
)
def test_the_button_that_stands_out_never_leads_back(client, adviser, stage, main):
    application = ApplicationFactory(job_order=JobOrderFactory(adviser=adviser), job_ad=None, stage=stage)

    page = client.get(reverse("admin:candidates_application_change", args=[application.pk]))

    assert (page.context["main_step"], page.text.count('data-variant="primary"')) == (main, int(bool(main)))


def test_of_a_draft_it_publishes(client, adviser):
    ad = JobAdFactory(published_at=None)

    page = client.get(reverse("admin:clients_jobad_change", args=[ad.pk]))

    assert page.context["main_step"] == "publish"
