"""Recipients, disclosures and sources on screen: a colleague's whole job, with what is refused and why."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from privacy.models import Collection, Disclosure, Recipient, RecipientNotice, SharingAgreement
from tests import factories as made
from tests import workspace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def officer(client):
    return workspace.sign_in(client, "privacy")


@pytest.fixture
def adviser(client):
    return workspace.sign_in(client, "adviser")


def add(model) -> str:
    return reverse(f"admin:privacy_{model}_add")


def step(model, row, name) -> str:
    return reverse(f"admin:privacy_{model}_step", args=[row.pk, name])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def refused(response) -> str:
    return response.context["adminform"].form.non_field_errors()[0]


AUTHORITY = {
    "kind": "authority", "name": "Skatteetaten", "purpose": "Skatt", "country": "no", "law": "a-opplysningsloven § 3",
    "org_number": "", "contact_address": "", "agreement_from": "", "agreement_until": "", "sub_processors": "", "safeguard": "",
}  # fmt: skip


def test_the_officer_keeps_the_register(client, officer):
    client.post(add("recipient"), AUTHORITY)
    recipient = Recipient.objects.get()
    change = reverse("admin:privacy_recipient_change", args=[recipient.pk])
    client.post(change, AUTHORITY | {"purpose": "Skatt og trygd"})
    client.post(step("recipient", recipient, "end"))
    again = client.post(step("recipient", recipient, "end"), follow=True)

    recipient.refresh_from_db()
    assert (recipient.country, recipient.purpose, recipient.ended_on) == ("NO", "Skatt og trygd", TODAY())
    assert said(again)[-1:] == ["This cannot be done in the state it is in."]
    assertContains(client.get(reverse("admin:privacy_recipient_changelist")), "Skatteetaten")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"law": ""}, "Say which law gives the data to the authority."),
        ({"kind": "processor", "law": ""}, "A processor has an agreement, with the day it began (GDPR art. 28)."),
        ({"country": "us"}, "A transfer outside the EEA needs a safeguard (GDPR art. 44-49)."),
        ({"kind": "client"}, "Select a valid choice. client is not one of the available choices."),
    ],
)
def test_nobody_enters_the_register_without_a_reason(client, officer, facts, sentence):
    answer = client.post(add("recipient"), AUTHORITY | facts)

    assertContains(answer, sentence)
    assert not Recipient.objects.exists()


def test_a_client_is_read_here_and_changed_elsewhere(client, officer):
    recipient = made.RecipientFactory(kind="client", company_uuid=made.ClientCompanyFactory().pk)

    page = reverse("admin:privacy_recipient_change", args=[recipient.pk])

    assert client.get(page).status_code == 200
    assert client.post(page, AUTHORITY).status_code == 403


def test_an_adviser_reads_the_register_and_does_not_change_it(client, adviser):
    recipient = made.RecipientFactory()

    assert client.get(reverse("admin:privacy_recipient_change", args=[recipient.pk])).status_code == 200
    assert client.get(add("recipient")).status_code == 403
    assert client.post(step("recipient", recipient, "end")).status_code == 403


def test_an_adviser_writes_an_agreement_down_and_takes_it_back(client, adviser):
    candidate, recipient = made.CandidateFactory(), made.RecipientFactory()
    terms = {
        "who": str(candidate.subject_id), "recipient": str(recipient.pk), "categories": ["identity"], "purpose": "Kurs",
        "starts_on": str(TODAY()), "ends_on": str(TODAY()), "through": "phone", "evidence": "Sa ja på telefon",
    }  # fmt: skip

    backwards = client.post(add("sharingagreement"), terms | {"ends_on": "2020-01-01"})
    client.post(add("sharingagreement"), terms)
    agreement = SharingAgreement.objects.get()
    client.post(step("sharingagreement", agreement, "withdraw"))

    assertContains(backwards, "An agreement cannot end before it begins.")
    agreement.refresh_from_db()
    assert (agreement.subject_id, agreement.withdrawn_at is None) == (candidate.subject_id, False)


@pytest.mark.promise("P36")
def test_a_disclosure_is_written_down_or_refused_with_the_reason(client, adviser):
    candidate = made.CandidateFactory()
    made.ProcessingActivityFactory(code="applications")
    authority = made.RecipientFactory(kind="authority", law="a-opplysningsloven § 3")
    given = {
        "who": str(candidate.subject_id), "recipient": str(authority.pk), "activity": "applications",
        "categories": ["identity"],
    }  # fmt: skip

    client.post(add("disclosure"), given)
    stranger = client.post(add("disclosure"), given | {"recipient": str(made.RecipientFactory().pk)}, follow=True)
    made.CollectionFactory(untold=True, subject=candidate.subject)
    untold = client.post(add("disclosure"), given, follow=True)
    nobody = client.post(add("disclosure"), given | {"who": "ingen@example.test"})

    row = Disclosure.objects.get()
    assert refused(stranger).startswith("Not given: this recipient may not have these data.")
    assert refused(untold).startswith("Not given: the person was not told yet")
    assertContains(nobody, "Nobody is known by that.")
    page = client.get(reverse("admin:privacy_disclosure_change", args=[row.pk]))
    assertContains(page, row.reference)
    assert row.reference in workspace.read_whole(client, candidate.get_absolute_url())
    assertContains(client.get(reverse("admin:privacy_recipient_change", args=[authority.pk])), row.reference)


@pytest.mark.promise("P11")
def test_whoever_is_entered_without_an_address_is_told_by_a_colleague(client, adviser):
    made.ProcessingActivityFactory(code="entered_by_hand")
    form = {
        "first_name": "Per", "last_name": "Spelmann", "email": "", "phone": "", "language": "nb",
        "received_on": str(TODAY()), "collected_from": "other", "source_name": "",
    }  # fmt: skip

    nameless = client.post(reverse("admin:candidates_candidate_add"), form)
    client.post(reverse("admin:candidates_candidate_add"), form | {"source_name": "Kurssenteret"})
    row = Collection.objects.get()
    home = client.get(reverse("admin:index"))
    by_mail = client.post(step("collection", row, "tell"), follow=True)
    client.post(step("collection", row, "told"), {"through": "phone", "language": "nb"})

    assertContains(nameless, "Say who it is from: the person has a right to know.")
    assertContains(home, "persons to tell where we have their data from")
    assert said(by_mail)[-1].startswith("No confirmed e-mail address is known")
    row.refresh_from_db()
    assert (row.source_name, row.through) == ("Kurssenteret", "phone")
    assert "Kurssenteret" in workspace.read_whole(client, row.subject.candidate.get_absolute_url())


@pytest.mark.promise("P53")
def test_a_recipient_without_an_address_is_told_by_a_colleague_or_not_with_a_reason(client, officer):
    first, second = made.RecipientNoticeFactory(), made.RecipientNoticeFactory()

    assertContains(client.get(reverse("admin:privacy_work")), str(first))
    client.post(step("recipientnotice", first, "told"), {"through": "phone"})
    client.post(step("recipientnotice", second, "leave"), {"reason": "Firmaet er lagt ned"})

    assert not RecipientNotice.objects.untold().exists()
    assertContains(client.get(reverse("admin:privacy_recipientnotice_changelist")), "Cannot be told")
