"""A JSON Resume on its way through a form: into a draft, into the answer to a notice, and out again."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Application, ApplicationDraft, Candidate, WorkExperience
from candidates.queries.leads import token
from tests import factories as made
from tests.candidates.leads import taken_in
from tests.candidates.views.test_applying import address, form
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "approved_periods", "strict_templates")]
RESUME = {
    "basics": {"name": "Kaia Nordmann"},
    "work": [{"name": "Fjordheim", "position": "Kokk", "startDate": "2019-08", "endDate": "2021"}],
}
TOLD = "Kokk, Fjordheim, August 2019 – 2021"


def from_file() -> dict[str, object]:
    content = json.dumps(RESUME).encode()
    return {"fill": "1", "resume": SimpleUploadedFile("cv.json", content, "application/json")}


def carried(response) -> str:
    return response.context["form"]["profile"].value() or ""


def worked() -> list[str]:
    return [str(row) for row in WorkExperience.objects.all()]


@pytest.fixture
def ad():
    return made.JobAdFactory()


def test_what_a_file_brought_is_left_out_again_and_what_was_typed_stays(client, ad):
    client.cookies["django_language"] = "en"
    filled = client.post(address(ad), form(first_name="Kari", keep_scope="candidate_base") | from_file())
    left_out = client.post(address(ad), form(first_name="Kari", profile=carried(filled), unfill="1"))
    client.post(address(ad), form(profile=carried(left_out), keep_scope="candidate_base"))

    assertContains(filled, TOLD)
    assertNotContains(left_out, TOLD)
    assert (carried(filled) != "", carried(left_out), left_out.context["form"]["first_name"].value()) == (
        True,
        "",
        "Kari",
    )
    assert (Application.objects.count(), worked()) == (1, [])


def test_a_draft_carries_what_the_file_said_until_it_is_sent(client, ad):
    kari = made.CandidateFactory(account__email="kari@example.test")
    log_in(client, kari.subject.user)
    client.cookies["django_language"] = "en"
    filled = client.post(address(ad), form() | from_file())
    client.post(address(ad), form(profile=carried(filled), save="1", sharing_acknowledged="", terms_accepted=""))
    before = (ApplicationDraft.objects.count(), worked())
    again = client.get(address(ad))
    client.post(address(ad), form(profile=carried(again), keep_scope="candidate_base"))

    assert before == (1, [])
    assertContains(again, TOLD)
    assert (ApplicationDraft.objects.count(), worked()) == (0, ["Kokk, Fjordheim"])


def test_a_notice_is_answered_with_one(client):
    client.cookies["django_language"] = "en"
    lead = taken_in(made.CampaignFactory(job_ad=made.JobAdFactory()))
    page = f"/kampanje/svar/{token(lead)}/"
    filled = client.post(page, form(first_name="") | from_file())
    client.post(page, form(profile=carried(filled), keep_scope="candidate_base"))

    assertContains(filled, TOLD)
    assert filled.context["form"]["first_name"].value() == "Kaia"
    assert (Candidate.objects.count(), worked()) == (1, ["Kokk, Fjordheim"])
