"""The link in the notice to a lead: the form filled in, or the end of it; opening it does nothing."""

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Application, Lead
from candidates.queries.leads import token
from clients.models import JobAd
from privacy.models import RecipientNotice, Subject
from tests.candidates.leads import taken_in
from tests.candidates.views.test_applying import form
from tests.factories import CampaignFactory, JobAdFactory
from tests.sent_forms import Forms

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


def test_the_form_of_a_position_that_closed_meanwhile_is_received_only_once_more(lead, reader):
    shown = Forms(reader.get(address(lead)).text).found
    sent = next(each for each in shown if "first_name" in each.names).filled()
    JobAd.objects.update(closed_at=timezone.now())
    typed = {"keep_scope": "candidate_base", "shown_for": sent["shown_for"]}

    looked_over = reader.post(address(lead), form(**typed, preview="1"))
    late = reader.post(address(lead), form(**typed))
    waiting = Application.objects.count()
    again = form(keep_scope="candidate_base", kept=[each.token for each in late.context["form"].aside])
    del again["cv"], again["sharing_scope"]

    assert (looked_over.status_code, late.status_code, waiting) == (410, 410, 0)
    assert ("Sjåfør” takes no applications any more" in late.text, "shown_for" in late.text) == (True, False)
    assert reader.post(address(lead), again | {"sharing_scope": "ask_first"}).status_code == 302
    assert Application.objects.get().job_ad is None


def test_the_page_that_is_looked_over_says_on_which_position_it_was_begun(lead, reader):
    asked = form(shown_for=str(lead.campaign.job_ad.pk), preview="1")

    assert f'name="shown_for" value="{lead.campaign.job_ad.pk}"' in reader.post(address(lead), asked).text
