"""Enquiries from companies: what the form takes, who deals with them, and what the database refuses."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from clients.actions import enquiries
from clients.models import ClientCompany, ClientContact, Enquiry, JobOrder, OrderReader
from privacy.deadlines import working_days_after
from privacy.models import OutgoingMail, TrailEntry
from tests.clients.test_story import ASKED, ask, enquiry_page, step
from tests.factories import (
    NOW,
    ClientCompanyFactory,
    ClientContactFactory,
    EnquiryFactory,
    JobOrderFactory,
    RestrictionFactory,
    StaffFactory,
    UserFactory,
)
from tests.workspace import colleague, log_in, sign_in

pytestmark = pytest.mark.django_db


def receive(**changed):
    asked = ASKED | {"headcount": 2, "language": "nb"} | changed
    return enquiries.receive(by=None, at=NOW, **asked)


@pytest.mark.promise("P70")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"org_number": "310000001"}, "This is not a Norwegian organisation number. Check the nine digits."),
        ({"org_number": "ni siffer"}, "This is not a Norwegian organisation number. Check the nine digits."),
        ({"headcount": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"headcount": "to"}, "Enter a whole number."),
        ({"email": "ola@localhost"}, "Enter a valid email address."),
        ({"phone": "12"}, "This is not a telephone number we can call. Check the digits."),
        ({"kind": "magic"}, "Select a valid choice."),
        ({"needs": "x" * 5001}, "Ensure this value has at most 5000 characters"),
        ({"homepage": "https://spam.example.test"}, "A field that must stay empty was filled in."),
        ({"company_name": "Fjell\x07vik"}, "There is a character here that cannot be shown."),
    ],
)
def test_bad_input_is_a_sentence_and_loses_nothing(settings, client, typed, sentence):
    settings.LANGUAGE_CODE = "en"

    answer = ask(client, **typed)

    assertContains(answer, sentence)
    assertContains(answer, ASKED["name"])
    assert Enquiry.objects.count() == 0


def test_a_number_is_taken_however_it_is_spaced_and_may_be_left_out(client):
    spaced = f"NO {ASKED['org_number'][:3]} {ASKED['org_number'][3:]} MVA"

    ask(client, org_number=spaced)
    ask(client, org_number="", needs="Noe annet.")

    assert list(Enquiry.objects.order_by("pk").values_list("org_number", flat=True)) == [ASKED["org_number"], ""]


@pytest.mark.asvs("INP-08")
def test_a_double_submit_is_one_with_one_receipt(client):
    first, second = ask(client), ask(client)

    assert (Enquiry.objects.count(), OutgoingMail.objects.count()) == (1, 1)
    assertContains(client.get(second.url), Enquiry.objects.get().number)
    assertContains(client.get(first.url), Enquiry.objects.get().number)
    assert client.get("/for-bedrifter/?receipt=forged").status_code == 410
    assert mail.outbox == []


def test_the_eleventh_in_an_hour_is_asked_to_wait(client):
    answers = [ask(client, needs=f"Behov {number}").status_code for number in range(11)]

    assert answers == [302] * 10 + [429]


def test_it_goes_to_the_clients_own_adviser_else_to_the_first_whose_work_it_is():
    first, own = StaffFactory(), StaffFactory()
    ClientCompanyFactory(org_number=ASKED["org_number"], adviser=own)
    other = ClientCompanyFactory(adviser=None)

    found = [receive(org_number=number).owner for number in (ASKED["org_number"], other.org_number, "")]

    assert found == [own, first, first]


def test_the_day_counts_working_days_only():
    wednesday_before_christmas = datetime.date(2026, 12, 23)

    assert working_days_after(wednesday_before_christmas, 3) == datetime.date(2026, 12, 29)


def test_whoever_is_logged_in_asks_as_the_same_person_and_a_stranger_never_does():
    user = UserFactory(email=ASKED["email"])

    asked = ASKED | {"headcount": 2, "language": "nb"}
    own = enquiries.receive(by=user, at=NOW, **asked)
    strangers = enquiries.receive(by=None, at=NOW, **asked | {"needs": "Noe annet."})

    assert own.subject == user.subject
    assert strangers.subject != user.subject


def test_it_is_answered_handed_over_and_closed_with_a_trail_of_names(client, settings):
    settings.LANGUAGE_CODE = "en"
    enquiry, other = receive(), colleague("adviser")
    sign_in(client, "adviser")

    step(client, enquiry, "assign", owner=str(other.pk))
    step(client, enquiry, "answer", answer="Vi ringer deg i morgen.")
    empty = step(client, enquiry, "close", outcome="no_need", reason="")
    step(client, enquiry, "close", outcome="no_need", reason="De fant noen selv.")
    again = step(client, enquiry, "close", outcome="no_need", reason="De fant noen selv.")

    enquiry.refresh_from_db()
    assert (enquiry.owner, enquiry.answer, enquiry.outcome) == (other, "Vi ringer deg i morgen.", "no_need")
    assert enquiry.due_on > datetime.date(2026, 11, 26)
    assertContains(empty, "This field is required.")
    assertContains(again, "This cannot be done in the state it is in.")
    entries = TrailEntry.objects.filter(subject_uuid=enquiry.subject_id, verb="changed").order_by("pk")
    assert list(entries.values_list("fields", flat=True)) == [["owner"], ["answer"], ["outcome", "reason"]]
    assert OutgoingMail.objects.filter(template="clients/email/enquiry_answered").count() == 1


def test_the_list_and_the_home_page_say_what_waits_and_what_is_late(client, settings):
    settings.LANGUAGE_CODE = "en"
    user = sign_in(client, "adviser")
    late = EnquiryFactory(owner=user, company_name="Sent ute AS", due_on=datetime.date(2020, 1, 2))
    EnquiryFactory(company_name="Andres AS", due_on=datetime.date(2999, 1, 1))
    restricted = EnquiryFactory(company_name="Begrenset AS", due_on=datetime.date(2020, 1, 2))
    RestrictionFactory(subject=restricted.subject)

    mine, overdue = (
        client.get(reverse("admin:clients_enquiry_changelist"), {"state": state}) for state in ("mine", "overdue")
    )

    for shown in (mine, overdue):
        assertContains(shown, late.company_name)
        assertNotContains(shown, "Andres AS")
        assertNotContains(shown, "Begrenset AS")
    assertContains(client.get(reverse("admin:index")), "enquiries from companies are overdue")


def test_a_client_and_a_contact_person_we_have_are_not_made_again(client, settings):
    settings.LANGUAGE_CODE = "en"
    company = ClientCompanyFactory(org_number=ASKED["org_number"], name="Fjellvik Bygg")
    contact = ClientContactFactory(company=company, email=ASKED["email"].upper())
    enquiry, adviser = receive(), sign_in(client, "adviser")
    assertContains(client.get(enquiry_page(enquiry, "convert")), company.name)
    typed = {"org_number": ASKED["org_number"], "company_name": "Noe annet", "title": "Tømrer", "kind": "recruitment"}

    for _twice in range(2):
        step(client, enquiry, "convert", adviser=str(adviser.pk), **typed)

    assert list(ClientCompany.objects.values_list("name", flat=True)) == ["Fjellvik Bygg"]
    assert (ClientContact.objects.get(), JobOrder.objects.count()) == (contact, 1)
    assert OrderReader.objects.get().contact == contact


def test_converting_needs_a_number_and_says_so(client, settings):
    settings.LANGUAGE_CODE = "en"
    enquiry, adviser = receive(org_number=""), sign_in(client, "adviser")

    answer = step(
        client, enquiry, "convert", company_name="X", title="Tømrer", kind="staffing", adviser=str(adviser.pk)
    )

    assertContains(answer, "This field is required.")
    assert (ClientCompany.objects.count(), Enquiry.objects.get().closed_at) == (0, None)


@pytest.mark.parametrize(
    "facts",
    [
        {"org_number": "12"},
        {"headcount": 0},
        {"closed_at": NOW},
        {"outcome": "no_need"},
        {"closed_at": NOW, "outcome": "no_need"},
        {"closed_at": NOW, "outcome": "converted"},
        {"closed_at": NOW, "outcome": "magic", "reason": "x"},
    ],
)
def test_the_database_refuses_what_cannot_be(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        EnquiryFactory(**facts)


def test_the_database_keeps_a_closed_enquiry_and_takes_no_order_of_another_company():
    closed = EnquiryFactory(closed_at=NOW, outcome="no_need", reason="Ingen behov.")
    waiting, order = EnquiryFactory(org_number=ASKED["org_number"]), JobOrderFactory()

    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Enquiry.objects.filter(pk=closed.pk).update(closed_at=None, outcome="", reason="")
    with pytest.raises(IntegrityError, match="an order of the company that asked"), transaction.atomic():
        Enquiry.objects.filter(pk=waiting.pk).update(closed_at=NOW, outcome="converted", order=order)


def test_only_those_who_answer_cases_see_enquiries(client):
    EnquiryFactory()

    seen = {}
    for role in ("adviser", "privacy", "manager", "finance", "editor"):
        browser = Client()
        log_in(browser, colleague(role))
        seen[role] = browser.get(reverse("admin:clients_enquiry_changelist")).status_code

    assert seen == {"adviser": 200, "privacy": 200, "manager": 200, "finance": 403, "editor": 403}
