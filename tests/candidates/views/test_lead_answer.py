"""The link in the notice to a lead: the form filled in, or the end of it; opening it does nothing."""

import pytest
from django.test import Client

from candidates.models import Application, Lead
from candidates.queries.leads import token
from privacy.models import RecipientNotice, Subject
from tests.candidates.leads import taken_in
from tests.candidates.views.test_applying import form
from tests.factories import CampaignFactory, JobAdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "approved_periods", "strict_templates")]


@pytest.fixture
def lead():
    return taken_in(CampaignFactory(job_ad=JobAdFactory(title="Sjåfør")))


@pytest.fixture
def reader():
    return Client(headers={"accept-language": "en"})


def address(lead):
    return f"/kampanje/svar/{token(lead)}/"


@pytest.mark.promise("P46")
def test_opening_shows_what_we_know_and_both_statements_and_changes_nothing(lead, reader):
    page = reader.get(address(lead)).content.decode()

    for said in (
        "Ola",
        "+4790012345",
        "ola@example.test",
        lead.campaign.statement_url,
        'href="/personvern/"',
        "Sjåfør",
    ):
        assert said in page
    assert (Lead.objects.count(), Application.objects.count()) == (1, 0)


def test_the_form_makes_a_confirmed_application_of_the_address_whatever_is_typed(lead, reader):
    typed = form(email="annen@example.test", keep_scope="candidate_base")

    answer = reader.post(address(lead), typed, follow=True)

    application = Application.objects.get()
    assert answer.status_code == 200
    assert (application.origin, application.candidate.subject.user.email) == ("lead", "ola@example.test")
    assert application.job_ad.title == "Sjåfør"
    assert reader.post(address(lead), form()).status_code == 410


def test_a_form_with_faults_comes_back_as_typed(lead, reader):
    answer = reader.post(address(lead), form(first_name="", last_name="Nyland", cv=""))

    assert (answer.status_code, Lead.objects.count()) == (200, 1)
    assert "Nyland" in answer.content.decode()


def test_no_thanks_deletes_at_once_and_tells_the_partner(lead, reader):
    answer = reader.post(address(lead), {"answer": "no"})

    assert answer.status_code == 200
    assert not Subject.objects.filter(pk=lead.subject_id).exists()
    assert [row.references for row in RecipientNotice.objects.all()] == [["PS-1001"]]
    assert reader.get(address(lead)).status_code == 410
    assert reader.get("/kampanje/svar/made-up/").status_code == 410
