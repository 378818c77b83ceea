"""Campaigns in the workspace: marketing runs them and sees nobody, advisers read files and make candidates."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from candidates.models import Campaign, CampaignKey, Candidate, Lead
from privacy.actions import suppressions
from privacy.models import TrailEntry
from tests.candidates.leads import HEADS, line, taken_in
from tests.factories import NOW, CampaignFactory, RecipientFactory
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P46")]


@pytest.fixture(autouse=True)
def _then(settings, time_machine):
    settings.LANGUAGE_CODE = "en"
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def campaign():
    return CampaignFactory()


def at(name, row, *more):
    return reverse(f"admin:{name}", args=[row.pk, *more])


def as_(*roles) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, *roles)
    return client


def sent(client, campaign, *lines, encoding="utf-8"):
    content = "\n".join([HEADS, *lines]).encode(encoding)
    answer = client.post(at("campaign_import", campaign), {"file": SimpleUploadedFile("svar.csv", content)})
    return answer, answer.content.decode()


def kept(answer):
    return answer.context["content"]


def test_a_file_is_shown_before_it_is_taken_in_and_again_changes_nothing(campaign):
    client = as_("adviser")
    suppressions.stop_for_address(email="nei@example.test", at=NOW)
    lines = [
        line(),
        line(reference="PS-2", email="nei@example.test"),
        line(reference="PS-3", email="", phone="90 01 23 46"),
    ]

    answer, page = sent(client, campaign, *lines, encoding="cp1252")

    assert "2 persons can be taken in." in page
    assert "has said no to advertising" in page
    assert not Lead.objects.exists()
    done = client.post(at("campaign_import", campaign), {"content": kept(answer)}, follow=True)
    assert "2 persons are taken in and told." in done.content.decode()
    assert sorted(Lead.objects.values_list("last_name", "phone")) == [
        ("Øygard", "+4790012345"),
        ("Øygard", "+4790012346"),
    ]
    _again, page = sent(client, campaign, *lines)
    assert "Nobody new stands in the file." in page
    client.post(at("campaign_import", campaign), {"content": kept(answer)})
    assert Lead.objects.count() == 2


def test_a_file_with_wrong_rows_is_refused_whole_and_said_row_by_row(campaign):
    wrong = [
        line(reference="PS-2", email="ola@"),
        line(reference="PS-3", email="", phone=""),
        line(reference="PS-1001", email="b@example.test"),
        line(reference="PS-5", answered_on="2025-01-01", email="c@example.test"),
    ]

    _answer, page = sent(as_("adviser"), campaign, line(), *wrong)

    for said in (
        "4 rows are not in order",
        "E-mail address: is no e-mail address.",
        "nobody could tell the person",
        "The same as in line 2",
        "the campaign did not run that day",
        "nothing of the file is kept",
    ):
        assert said in page
    assert 'name="content"' not in page
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "This is a workbook."),
        (b"Navn\nOla", "these are missing"),
        (b"", "The file is empty."),
        (b"x" * 500_001, "The file is larger than"),
    ],
)
def test_what_is_no_table_says_so_in_the_form(campaign, content, said):
    answer = as_("adviser").post(at("campaign_import", campaign), {"file": SimpleUploadedFile("svar.csv", content)})

    assert said in answer.content.decode()


def test_what_was_shown_to_somebody_else_or_of_another_campaign_is_not_taken_in(campaign):
    answer, _page = sent(as_("adviser"), campaign, line())

    for client, other in ((as_("adviser"), campaign), (as_("manager"), CampaignFactory())):
        said = client.post(at("campaign_import", other), {"content": kept(answer)}, follow=True)
        assert "Choose the file once more; nothing was taken in." in said.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    ("role", "campaigns", "people", "file", "key"),
    [
        ("manager", 200, 200, 200, 200),
        ("adviser", 200, 200, 200, 403),
        ("privacy", 200, 200, 403, 403),
        ("marketing", 200, 403, 403, 200),
        ("editor", 403, 403, 403, 403),
        ("finance", 403, 403, 403, 403),
        ("system", 403, 403, 403, 403),
    ],
)
def test_who_sees_campaigns_and_who_sees_people(campaign, role, campaigns, people, file, key):
    lead, client = taken_in(campaign), as_(role)

    answers = [
        client.get(address).status_code
        for address in (
            at("candidates_campaign_change", campaign), at("candidates_lead_change", lead),
            at("campaign_import", campaign), at("campaign_key", campaign),
        )
    ]  # fmt: skip

    assert answers == [campaigns, people, file, key]


def test_marketing_plans_words_opens_and_sees_figures_only():
    client = as_("marketing")
    partner = RecipientFactory(kind="source", name="Post Social")
    plan = {
        "name": "Lærere", "channel": "linkedin", "starts_on": "2026-11-01", "ends_on": "2026-12-31", "partner": partner.pk,
        "split": "separate", "collects": "partner", "answers": "both", "statement_url": "http://postsocial.example.test/",
        "job_ad": "",
    }  # fmt: skip
    page = client.post(reverse("admin:candidates_campaign_add"), plan).content.decode()
    assert "beginning with https://" in page
    client.post(reverse("admin:candidates_campaign_add"), plan | {"statement_url": "https://postsocial.example.test/"})
    campaign = Campaign.objects.get()
    step = "candidates_campaign_step"
    early = client.post(at(step, campaign, "open"), follow=True).content.decode()
    client.post(at(step, campaign, "word"), {"text_nb": "Vi samler svar.", "text_en": "", "shown_from": "2026-11-01"})
    client.post(at(step, campaign, "open"))
    taken_in(campaign)

    page = client.get(at("candidates_campaign_change", campaign)).content.decode()

    assert "Write first what people are told in the channel" in early
    assert "fewer than 5" in page
    assert "Øygard" not in page
    assert "ola@example.test" not in page


def test_a_secret_is_shown_once_and_a_third_key_is_refused_in_words(campaign):
    client, where = as_("marketing"), at("campaign_key", campaign)

    first = client.post(where)
    client.post(where)
    third = client.post(where, follow=True).content.decode()

    assert first["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert first.context["secret"] not in client.get(at("candidates_campaign_change", campaign)).content.decode()
    assert "Two keys work already." in third
    assert CampaignKey.objects.count() == 2


def test_an_adviser_opens_corrects_and_makes_a_candidate(campaign):
    lead, client = taken_in(campaign), as_("adviser")
    page = client.get(at("candidates_lead_change", lead)).content.decode()
    for said in (campaign.statement_url, "Post Social", "PS-1001", "what we hold and where it came from"):
        assert said in page
    assert TrailEntry.objects.filter(subject_uuid=lead.subject_id, verb="viewed").count() == 1
    typed = {
        "first_name": "Ola",
        "last_name": "Nyland",
        "email": "Ola@example.test",
        "phone": "90012345",
        "language": "nb",
    }
    client.post(at("candidates_lead_change", lead), typed)
    empty = client.post(at("candidates_lead_change", lead), typed | {"email": "", "phone": ""})
    assert "An e-mail address or a telephone number is needed" in empty.content.decode()

    step = at("candidates_lead_step", lead, "convert")
    missing = client.post(step, {}).content.decode()
    client.post(step, {"go_ahead_on": "2026-11-23", "go_ahead": "På telefon", "keep_scope": "candidate_base"})

    assert "This field is required." in missing
    assert Candidate.objects.get().last_name == "Nyland"
