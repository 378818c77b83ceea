"""Links of campaigns: remembered for whoever agreed, and for nobody else (P65)."""

import pytest
from django.test import Client
from django.utils import timezone

from candidates.actions import campaigns
from candidates.choices import CampaignEvent
from candidates.models import Application, CampaignTally
from candidates.queries import portable
from privacy.models import TrailEntry
from privacy.queries import cookies
from tests.candidates.views.test_applying import address, form
from tests.factories import CampaignFactory, JobAdFactory
from tests.privacy.cookie_world import use_campaigns

PAGE = "/informasjonskapsler/"


@pytest.fixture
def ad(db, approved_periods):
    use_campaigns()
    return JobAdFactory(title="Sykepleier")


@pytest.fixture
def campaign(ad):
    return CampaignFactory(name="Sommer", job_ad=ad)


def say(client, choice, back):
    said = {"choice": choice, "version": cookies.register().version, "next": back}
    return client.post(PAGE, said)


def apply(client, ad):
    client.get(address(ad))
    return client.post(address(ad), form(notice_version="3"))


@pytest.mark.promise("P65")
def test_from_the_link_by_a_yes_to_the_figures(client, ad, campaign):
    link = f"{ad.get_absolute_url()}?kampanje={campaign.pk}&q=a"
    asked = client.get(link)
    remembered = client.get(say(client, "all", link).url)
    page = client.get(remembered.url)

    sent = apply(client, ad)

    assert (asked.status_code, "kampanje" in asked.cookies) == (200, False)
    assert (remembered.status_code, remembered.url) == (302, f"{ad.get_absolute_url()}?q=a")
    assert (remembered.cookies["kampanje"].value, remembered.cookies["kampanje"]["max-age"]) == (
        campaign.pk.hex,
        2592000,
    )
    assert (page.status_code, sent.cookies["kampanje"]["max-age"]) == (200, 0)
    application = Application.objects.get()
    assert (application.campaign, list(CampaignTally.objects.values_list("campaign", "event", "count"))) == (
        campaign, [(campaign.pk, CampaignEvent.APPLIED, 1)],
    )  # fmt: skip
    assert "campaign" in TrailEntry.objects.get(verb="collected").fields
    assert "Sommer" in portable.source_of_application(application)


@pytest.mark.promise("P65")
@pytest.mark.parametrize("no", ["a no", "the browser's signal", "nothing in use", "a yes that is out of date"])
def test_without_a_yes_the_link_is_cleaned_and_nothing_is_known(ad, campaign, no):
    headers = {"sec-gpc": "1"} if no == "the browser's signal" else {}
    client = Client(headers=headers)
    entry = cookies.CookieEntry.objects.filter(name="kampanje")
    if no == "a no":
        say(client, "necessary", "/")
    if no == "nothing in use":
        entry.update(in_use_since=None)
    if no == "a yes that is out of date":
        say(client, "all", "/")
        client.cookies["kampanje"] = campaign.pk.hex
        entry.update(purpose_nb="Noe annet")

    first = client.get(f"{ad.get_absolute_url()}?kampanje={campaign.pk}")
    apply(client, ad)

    assert first.status_code == (200 if no == "a yes that is out of date" else 302)
    assert [morsel.value for name, morsel in first.cookies.items() if name == "kampanje"] in ([], [""])
    assert (Application.objects.get().campaign, CampaignTally.objects.count()) == (None, 0)


@pytest.mark.parametrize("code", ["", "x", "0b7c2a6e-51b3-4c3d-8f0f-6d2f4a9be001", "a\\b", "1" * 500])
def test_a_link_of_no_campaign_leaves_nothing(client, ad, code):
    say(client, "all", "/")

    answer = client.get("/", {"kampanje": code})

    assert (answer.status_code, answer.url, "kampanje" in answer.cookies) == (302, "/", False)


def test_a_closed_campaign_is_not_remembered_and_no_address_leads_away(client, ad, campaign):
    say(client, "all", "/")
    campaigns.close(campaign=campaign, at=timezone.now())

    answer = client.get(f"//evil.example.test/?kampanje={campaign.pk}")

    assert (answer.url.startswith("//"), "kampanje" in answer.cookies) == (False, False)
