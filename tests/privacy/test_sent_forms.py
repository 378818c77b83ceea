"""A form of the workspace that is sent twice does once what it says: one after the other, or both at once."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate, Note, TestResult
from privacy.actions import sent_forms
from privacy.models import OutgoingMail, SentForm
from tests.factories import NOW, ApplicationFactory, SentFormFactory
from tests.turns import Point, Turns
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
DAY = datetime.timedelta(days=1)
RESULT = {"kind": "Regneark", "result": "Ni av ti.", "explanation": "Det viser hva du kan i dag."}


@pytest.fixture
def adviser(client):
    client.cookies["django_language"] = "nb"
    sign_in(client, "adviser")
    return client


def number_on(client, page) -> dict[str, str]:
    """The number the page shows its form with."""
    found = re.findall(r'name="form_number" value="([^"]+)"', client.get(page).content.decode())
    assert len(found) == 1
    return {"form_number": found[0]}


def step(application, name):
    return reverse("admin:candidates_application_step", args=[application.pk, name])


def typed(**values):
    return RESULT | {"taken_on": timezone.localdate().isoformat()} | values


def test_a_test_result_sent_twice_is_one(adviser):
    application = ApplicationFactory(stage="interview")
    page = step(application, "note-test")
    same = typed() | number_on(adviser, page)

    answers = [adviser.post(page, same, follow=True) for _time in range(2)]
    anew = adviser.post(page, typed() | number_on(adviser, page))

    assert ["to ganger" in each.content.decode() for each in answers] == [False, True]
    assert (anew.status_code, TestResult.objects.count()) == (302, 2)
    assert OutgoingMail.objects.filter(template="candidates/email/test_result").count() == 2


def test_what_was_refused_is_put_right_in_the_same_form(adviser):
    application = ApplicationFactory(stage="interview")
    page = step(application, "note-test")
    number = number_on(adviser, page)
    tomorrow = (timezone.localdate() + DAY).isoformat()

    refused = adviser.post(page, typed(taken_on=tomorrow) | number)
    done = adviser.post(page, typed() | number)

    assert (number["form_number"] in refused.content.decode(), SentForm.objects.count()) == (True, 1)
    assert (done.status_code, TestResult.objects.count()) == (302, 1)


def test_a_note_sent_twice_is_one(adviser):
    page = step(ApplicationFactory(stage="interview"), "note")
    same = {"text": "Ringte, vil høre mer."} | number_on(adviser, page)

    for _time in range(2):
        adviser.post(page, same)

    assert Note.objects.count() == 1


def test_somebody_added_by_hand_twice_is_one(adviser):
    page = reverse("admin:candidates_candidate_add")
    same = {
        "first_name": "Kari", "last_name": "Nordmann", "email": "kari@example.test", "language": "nb", "phone": "",
        "collected_from": "person", "received_on": "2026-11-20",
    } | number_on(adviser, page)  # fmt: skip

    answers = [adviser.post(page, same, follow=True) for _time in range(2)]

    assert Candidate.objects.count() == 1
    assert ["to ganger" in each.content.decode() for each in answers] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_waits_and_does_nothing():
    application, clients = ApplicationFactory(stage="interview"), [Client(), Client()]
    page = step(application, "note-test")
    for each in clients:
        sign_in(each, "adviser")
    same = typed() | number_on(clients[0], page)

    with Turns(2) as turns:
        one, other = turns.players
        one.begin(lambda: clients[0].post(page, same), to=Point.COMMITTING)
        stopped = one.at
        other.begin(lambda: clients[1].post(page, same), to=Point.END)
        waited = other.is_waiting
        turns.finish()

    assert (stopped, waited) == (Point.COMMITTING, True)
    assert [each.result.status_code for each in (one, other)] == [302, 302]
    assert TestResult.objects.count() == 1


def test_numbers_are_forgotten_after_a_week():
    SentFormFactory(at=NOW - sent_forms.KEPT - DAY)
    kept = SentFormFactory(at=NOW - DAY)

    assert (sent_forms.forget(at=NOW), list(SentForm.objects.all())) == (1, [kept])


@pytest.mark.parametrize("number", ["", "x", "0" * 40], ids=["none", "no number", "too long"])
def test_a_form_without_a_number_is_taken_as_it_is(adviser, number):
    page = step(ApplicationFactory(stage="interview"), "note-test")

    answers = [adviser.post(page, typed(form_number=number)).status_code for _time in range(2)]

    assert (answers, TestResult.objects.count(), SentForm.objects.count()) == ([302, 302], 2, 0)
