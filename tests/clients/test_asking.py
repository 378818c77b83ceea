"""An ad that seems to ask what the law seldom allows: a draft is kept, the site gets it with a reason only."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients.actions import ads, fact_sheets, questions
from clients.models import FactSheet, JobAd
from privacy.models import TrailEntry
from tests import factories as made
from tests import workspace
from tests.clients.test_ads import TEXT

pytestmark = pytest.mark.django_db
BODY = "<p>Du er under 30 år og har norsk morsmål.</p>"
SAID = {"asks_ground": "decisive", "asks_because": "Rollen i stykket er en femtenåring."}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def draft(**words):
    return ads.write(order=made.JobOrderFactory(), at=made.NOW, **TEXT | words)


def test_a_draft_is_saved_and_the_screen_says_what_it_asks_and_what_to_write_instead(client):
    workspace.sign_in(client, "adviser")
    typed = TEXT | {
        "order": made.JobOrderFactory().pk,
        "body": BODY,
        "extent": "full_time",
        "form": "permanent",
        "positions": 1,
    }

    client.post(reverse("admin:clients_jobad_add"), typed)

    ad = JobAd.objects.get()
    page = client.get(reverse("admin:clients_jobad_change", args=[ad.pk])).text
    assert ad.asks == ["age", "language"]
    for said in ("Du er under 30", "arbeidsmiljøloven § 13-1", "norsk morsmål", "good Norwegian, spoken and written"):
        assert said in page


def test_it_reaches_the_site_with_a_reason_which_the_applicant_reads(client):
    user = workspace.sign_in(client, "adviser")
    ad = draft(body=BODY)
    publish = reverse("admin:clients_jobad_step", args=[ad.pk, "publish"])

    refused = client.post(publish, follow=True)
    ads.change(ad=ad, by=user, at=made.NOW, **SAID)
    client.post(publish)

    assert "It seems to ask what the law seldom allows" in refused.text
    ad.refresh_from_db()
    assert (bool(ad.published_at), ad.asks) == (True, ["age", "language"])
    entry = TrailEntry.objects.get(object_label="clients.jobad")
    assert (entry.subject_uuid, entry.actor_uuid, entry.fields, entry.object_id) == (
        user.subject_id, user.subject_id, ["asks_because"], str(ad.pk),
    )  # fmt: skip
    assert SAID["asks_because"] in client.get(ad.get_absolute_url()).text


def test_what_stands_on_the_site_is_not_changed_to_ask_without_a_reason(client):
    workspace.sign_in(client, "adviser")
    ad = draft()
    ads.publish(ad=ad, by=made.StaffFactory(), at=made.NOW)
    typed = TEXT | {"title": "Ny tittel", "body": BODY, "extent": "full_time", "form": "permanent", "positions": 1}
    address = reverse("admin:clients_jobad_change", args=[ad.pk])

    answer = client.post(address, typed)

    assert "under 30 år" in answer.context["adminform"].errors["asks_ground"][0]
    assert "Ny tittel" in answer.text
    assert JobAd.objects.get().title == TEXT["title"]
    with pytest.raises(ads.NeedsReason) as refused:
        ads.change(ad=ad, by=made.StaffFactory(), at=made.NOW, body=BODY)
    assert [*refused.value.found] == ["language", "age"]
    with pytest.raises(IntegrityError, match="ad_asks_with_a_reason"), transaction.atomic():
        JobAd.objects.filter(pk=ad.pk).update(asks=["age"])
    client.post(address, typed | SAID)
    assert JobAd.objects.get().title == "Ny tittel"


def test_a_check_the_order_requires_by_law_is_no_question_too_many():
    ad = draft(body="<p>Politiattest kreves. Du er ung og sprek.</p>")
    made.CheckRequirementFactory(order=ad.order)

    assert [*ads.asks(draft(body="<p>Politiattest kreves.</p>"))] == ["police"]
    assert [*ads.asks(ad)] == ["age"]


def test_nor_is_it_one_in_a_fact_sheet_or_a_question(client):
    workspace.sign_in(client, "adviser")
    ad = made.JobAdFactory()
    made.CheckRequirementFactory(order=ad.order)
    question = {"text": "Kan du vise politiattest?", "reason": "Arbeid med barn.", "kind": "yes_no"}

    client.post(
        reverse("admin:clients_joborder_step", args=[ad.order_id, "fact-sheet"]), {"in_ad": "Politiattest kreves."}
    )
    client.post(reverse("admin:clients_jobad_step", args=[ad.pk, "question"]), question)

    assert (FactSheet.objects.get().asks, ad.questions.get().asks) == ([], [])


def test_words_that_ask_nothing_are_not_explained_to_the_applicant(client):
    ad = draft(
        body="<p>Du driver aldersgrensekontroll.</p>", asks_ground="nothing_asked", asks_because="Det er jobben."
    )
    ads.publish(ad=ad, by=made.StaffFactory(), at=made.NOW)

    assert "Det er jobben." not in client.get(ad.get_absolute_url()).text


def test_a_fact_sheet_asks_with_a_reason_too(client):
    workspace.sign_in(client, "adviser")
    order = made.JobOrderFactory()
    address, typed = (
        reverse("admin:clients_joborder_step", args=[order.pk, "fact-sheet"]),
        {"in_ad": "Send CV med bilde."},
    )

    answer = client.post(address, typed)

    assert "CV med bilde" in answer.context["form"].errors["asks_ground"][0]
    with pytest.raises(fact_sheets.NeedsReason):
        fact_sheets.write(order=order, by=made.StaffFactory(), at=made.NOW, **typed)
    client.post(address, typed | SAID)
    sheet = FactSheet.objects.get()
    assert (sheet.asks, sheet.asks_because) == (["photo"], SAID["asks_because"])
    with pytest.raises(IntegrityError, match="fact_sheet_asks_with_a_reason"), transaction.atomic():
        made.FactSheetFactory(asks=["photo"])


def test_a_screening_question_is_asked_with_a_ground_too(client):
    workspace.sign_in(client, "adviser")
    ad = made.JobAdFactory()
    address = reverse("admin:clients_jobad_step", args=[ad.pk, "question"])
    typed = {"text": "Er du gravid?", "reason": "Arbeid med bly.", "kind": "yes_no"}

    answer = client.post(address, typed)

    assert "(gravid)" in answer.context["form"].errors["asks_ground"][0]
    with pytest.raises(questions.NeedsGround):
        questions.ask(ad=ad, by=made.StaffFactory(), at=made.NOW, **typed)
    client.post(address, typed | {"asks_ground": "statute"})
    asked = ad.questions.get()
    assert (asked.asks, asked.asks_ground, asked.asks_because) == (["pregnancy"], "statute", "Arbeid med bly.")
