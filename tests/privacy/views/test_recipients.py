"""The person's own page: who was given the data, what was agreed to, and where the data came from."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from privacy.models import SharingAgreement
from tests.factories import (
    NOW,
    CollectionFactory,
    DisclosureFactory,
    ProcessingActivityFactory,
    RecipientFactory,
    RecipientNoticeFactory,
    SharingAgreementFactory,
    UserFactory,
)
from tests.workspace import log_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P36"), pytest.mark.promise("P55")]
PAGE = reverse("my_recipients")


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def person(client):
    user = UserFactory()
    log_in(client, user)
    return user


def withdraw(agreement):
    return reverse("withdraw_agreement", args=[agreement.pk])


def test_somebody_nobody_asked_about_reads_that_nothing_was_given(client, person):
    assertContains(client.get(PAGE), "Nothing was given to anybody.")


def test_each_recipient_is_named_with_day_data_and_what_it_was_told(client, person):
    row = DisclosureFactory(subject_uuid=person.subject_id, categories=["identity", "document"])
    RecipientNoticeFactory(
        subject_uuid=person.subject_id, recipient=row.recipient, disclosures=[row.pk], reason="corrected", told_at=NOW,
        through="email",
    )  # fmt: skip
    CollectionFactory(subject=person.subject, activity=ProcessingActivityFactory(code="clients"))

    page = client.get(PAGE)

    for words in (
        "Skatteetaten",
        row.reference,
        "who you are, your documents",
        "corrected or completed",
        "Fjordbygg AS",
    ):
        assertContains(page, words)


def test_another_persons_page_shows_none_of_it(client, person):
    DisclosureFactory()
    SharingAgreementFactory(recipient=RecipientFactory(name="Kursholder Z"))

    page = client.get(PAGE)

    assertNotContains(page, "Skatteetaten")
    assertNotContains(page, "Kursholder Z")


def test_an_agreement_is_taken_back_with_one_button_and_twice_is_the_same(client, person):
    agreement = SharingAgreementFactory(subject=person.subject)

    assertContains(client.get(PAGE), withdraw(agreement))
    answers = [client.post(withdraw(agreement)).status_code for _twice in range(2)]

    assert answers == [302, 302]
    assert SharingAgreement.objects.get().withdrawn_at
    assertContains(client.get(PAGE), "You took it back")


def test_opening_the_link_takes_nothing_back(client, person):
    agreement = SharingAgreementFactory(subject=person.subject)

    assert client.get(withdraw(agreement)).status_code == 405
    assert SharingAgreement.objects.get().withdrawn_at is None


@pytest.mark.parametrize("pk", [uuid.uuid4(), None])
def test_nobody_takes_back_anothers(client, person, pk):
    agreement = SharingAgreementFactory()

    assert client.post(reverse("withdraw_agreement", args=[pk or agreement.pk])).status_code == 404
    sign_in(client, "manager")
    assert client.post(withdraw(agreement)).status_code == 404
    assert SharingAgreement.objects.get().withdrawn_at is None


def test_the_page_costs_the_same_for_many(client, person, django_assert_max_num_queries):
    for _each in range(12):
        row = DisclosureFactory(subject_uuid=person.subject_id)
        RecipientNoticeFactory(subject_uuid=person.subject_id, disclosures=[row.pk])

    with django_assert_max_num_queries(17):
        client.get(PAGE)
