import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from privacy.choices import CaseKind
from privacy.models import InboxCase, OutgoingMail
from privacy.views import limits
from tests.factories import StaffFactory, UserFactory
from tests.workspace import log_in

QUESTION = {"name": "Kari Nordmann", "email": "kari@example.test", "kind": "privacy", "message": "Hva har dere om meg?"}


@pytest.fixture
def english():
    return Client(headers={"cookie": "django_language=en"})


@pytest.mark.promise("P5")
@pytest.mark.promise("P63")
def test_a_question_gets_a_number_a_receipt_an_owner_and_a_day(db, english):
    officer = StaffFactory(roles=["privacy"])

    response = english.post("/kontakt/", QUESTION, follow=True)

    case = InboxCase.objects.get()
    assert (case.owner, case.kind, case.language) == (officer, CaseKind.PRIVACY, "en")
    assert case.due_on > case.received_at.date()
    assertContains(response, case.number)
    assertContains(response, "Our privacy officer")
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["kari@example.test"]


def test_the_address_of_the_receipt_tells_nothing(db, client):
    response = client.post("/kontakt/", QUESTION)

    assert response.status_code == 302
    assert "kari" not in response.url.lower()
    assert client.get("/kontakt/?receipt=1").status_code == 410


@pytest.mark.asvs("INP-08")
def test_the_same_question_twice_is_one_case(db, client):
    first, second = client.post("/kontakt/", QUESTION, follow=True), client.post("/kontakt/", QUESTION, follow=True)

    assert InboxCase.objects.count() == 1
    assert first.context["case"] == second.context["case"]


def test_what_was_typed_stays_on_an_error(db, english):
    response = english.post("/kontakt/", QUESTION | {"email": "kari"})

    assertContains(response, 'role="alert"')
    assertContains(response, "Hva har dere om meg?")
    assertContains(response, 'href="#id_email"')
    assert InboxCase.objects.count() == 0


@pytest.mark.asvs("INP-09")
def test_who_fills_in_the_trap_is_told_and_nothing_is_stored(db, english):
    response = english.post("/kontakt/", QUESTION | {"homepage": "https://spam.test"})

    assertContains(response, "A field that must stay empty was filled in.")
    assert InboxCase.objects.count() == 0


@pytest.mark.asvs("INP-09")
def test_more_than_twenty_an_hour_are_refused_for_a_while_and_nothing_typed_is_lost(db, client):
    for number in range(20):
        assert client.post("/kontakt/", QUESTION | {"message": f"Spørsmål {number}"}).status_code == 302

    response = client.post("/kontakt/", QUESTION | {"message": "Ett til"})
    log_in(client, UserFactory())
    own = client.post("/min-side/meldinger/", {"message": "Og ett her"})

    assert [(each.status_code, each["Retry-After"]) for each in (response, own)] == [(429, "3600")] * 2
    assert InboxCase.objects.count() == 20
    for answer, typed in ((response, "Ett til"), (own, "Og ett her")):
        assertContains(answer, typed, status_code=429)
        assert answer.context["form"].non_field_errors() == [limits.TOO_MANY]


def test_a_person_logged_in_needs_not_say_who(db, client):
    log_in(client, UserFactory(email="ola@example.test", name="Ola Nordmann"))

    form = client.get("/kontakt/?kind=privacy").context["form"]

    assert [form[name].value() for name in ("name", "email", "kind")] == ["Ola Nordmann", "ola@example.test", "privacy"]


def test_an_address_longer_than_any_mailbox_is_refused(db, client):
    question = {"name": "Kari", "email": f"{'a' * 300}@example.test", "kind": "question", "message": "Hei"}

    response = client.post("/kontakt/", question)

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["email"])
