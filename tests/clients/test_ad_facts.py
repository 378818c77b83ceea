"""What an ad says in figures and closed words, and what it asks for with a reason: refused by the database, then by the screen."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from clients.actions import ad_requirements, ads
from clients.actions.ad_requirements import Required
from clients.models import AdRequirement, JobAd
from tests.factories import NOW, AdRequirementFactory, JobAdFactory, JobOrderFactory, StaffFactory
from tests.workspace import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("jobad_four_digits", {"occupation": "22a1"}),
        ("jobad_four_digits", {"postal_code": "155"}),
        ("jobad_one_position_at_least", {"positions": 0}),
        ("jobad_known_words", {"county": "viken"}),
        ("jobad_known_words", {"remote": "moon"}),
        ("jobad_percentage_of_part_time", {"percentage": 80}),
        ("jobad_percentage_of_part_time", {"percentage": 100, "extent": "part_time"}),
        ("jobad_pay_from_to", {"pay_from": 700_000}),
        ("jobad_pay_per_time", {"pay_per": ""}),
        ("jobad_pay_per_time", {"pay_from": None, "pay_to": None}),
        ("ad_on_the_site_says_what_it_must", {"body": ""}),
        ("ad_on_the_site_says_what_it_must", {"place": ""}),
    ],
)
def test_the_database_refuses_what_an_ad_cannot_say(rule, facts):
    ad = JobAdFactory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        JobAd.objects.filter(pk=ad.pk).update(**facts)


@pytest.mark.parametrize("text", [{"why": ""}, {"what": ""}])
def test_nothing_is_required_without_a_reason(text):
    with pytest.raises(IntegrityError, match="ad_requirement_says_why"):
        AdRequirementFactory(**text)


def test_the_form_says_what_is_wrong_and_loses_nothing(client, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "adviser")
    text = {
        "order": JobOrderFactory().pk, "title": "Sykepleier", "summary": "Kort sagt", "body": "<p>Hei</p>", "employer": "Fjellvik",
        "place": "Oslo", "extent": "full_time", "form": "permanent", "positions": 1, "percentage": 80, "pay_from": 300,
        "postal_code": "12",
    }  # fmt: skip

    page = client.post(reverse("admin:clients_jobad_add"), text)

    assertContains(page, "Only a part-time position has a percentage, from 1 to 99.")
    assertContains(page, "Say both how much it pays and per hour, month or year; or neither.")
    assertContains(page, "A Norwegian postal code has four digits.")
    assertContains(page, 'value="Fjellvik"')
    assert JobAd.objects.count() == 0


def test_requirements_are_written_as_a_list_each_with_its_reason(client, settings):
    settings.LANGUAGE_CODE = "en"
    sign_in(client, "adviser")
    ad = AdRequirementFactory(what="Gammelt krav").ad
    page = reverse("admin:clients_jobad_step", args=[ad.pk, "requirements"])
    typed = {"what_1": "Fagbrev", "why_1": "Du er alene på vakt.", "is_demanded_1": "on", "what_3": "Engelsk"}

    begun = client.get(page).context["form"]
    longer = client.post(page, typed | {"another": "yes"}).context["form"]
    refused = client.post(page, typed)
    kept = [each.what for each in AdRequirement.objects.all()]
    client.post(page, typed | {"why_3": "Gjestene er fra hele verden."})

    assert ([*begun.fields][-3:], begun["what_1"].value()) == (["what_2", "why_2", "is_demanded_2"], "Gammelt krav")
    assert ([*longer.fields][-1], longer.errors) == ("is_demanded_4", {})
    assert [longer[name].value() for name in ("what_1", "is_demanded_1", "what_3", "is_demanded_3")] == [
        "Fagbrev", True, "Engelsk", False,
    ]  # fmt: skip
    assertContains(refused, "Say why the work needs this: applicants read it.")
    assert kept == ["Gammelt krav"]
    assert [*AdRequirement.objects.order_by("order").values_list("order", "what", "why", "is_demanded")] == [
        (1, "Fagbrev", "Du er alene på vakt.", True), (2, "Engelsk", "Gjestene er fra hele verden.", False),
    ]  # fmt: skip


def test_a_requirement_of_an_ad_on_the_site_asks_nothing_the_law_seldom_allows():
    ad, by = JobAdFactory(), StaffFactory()

    with pytest.raises(ads.NeedsReason):
        ad_requirements.write(ad=ad, required=[Required("Ikke gravid", "Tunge løft.")], by=by, at=NOW)

    assert AdRequirement.objects.count() == 0


def test_what_a_closed_ad_required_stays_as_it_was():
    ad = AdRequirementFactory(ad__closed_at=NOW).ad

    with pytest.raises(ad_requirements.AdIsClosed):
        ad_requirements.write(ad=ad, required=[], by=StaffFactory(), at=NOW)
