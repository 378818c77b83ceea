"""Somebody without a password confirms by a mailed code before something that cannot be undone."""

import datetime

import pytest
import time_machine

NINE = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
ASKED, CONFIRM = "/konto/2fa/totp/activate/", "/konto/reauthenticate/code/"


@pytest.fixture
def clock():
    with time_machine.travel(NINE, tick=False) as clock:
        yield clock


@pytest.fixture
def mine(clock, client, logins, person):
    """Kari's browser, ten minutes after she logged in."""
    logins.log_in_by_code(client, person)
    clock.shift(600)
    return client


def test_right_after_the_login_nothing_is_asked(client, logins, person, clock):
    logins.log_in_by_code(client, person)

    assert client.get(ASKED).status_code == 200


def test_later_a_code_is_asked_for(mine):
    assert mine.get(ASKED).url == f"{CONFIRM}?next=%2Fkonto%2F2fa%2Ftotp%2Factivate%2F"


def test_looking_at_the_page_sends_nothing(mine, logins, person):
    before = logins.OutgoingMail.objects.count()

    mine.get(CONFIRM)

    assert logins.OutgoingMail.objects.count() == before


def test_the_mailed_code_leads_back(mine, logins, person):
    mine.post(CONFIRM, {"action": "send", "next": ASKED})

    answer = mine.post(CONFIRM, {"code": logins.mailed_code(person.email), "next": ASKED})

    assert answer.url == ASKED
    assert mine.get(ASKED).status_code == 200


def test_a_code_confirms_once(mine, logins, person, clock):
    mine.post(CONFIRM, {"action": "send"})
    code = logins.mailed_code(person.email)
    mine.post(CONFIRM, {"code": code})
    clock.shift(301)

    answer = mine.post(CONFIRM, {"code": code})

    assert list(answer.context["form"].errors) == ["code"]
    assert mine.get(ASKED).status_code == 302


def test_wrong_codes_are_counted_and_lock(mine):
    mine.post(CONFIRM, {"action": "send"})

    answers = [mine.post(CONFIRM, {"code": "WRONG1"}).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, 429]


def test_a_foreign_address_to_go_to_is_ignored(mine, logins, person):
    mine.post(CONFIRM, {"action": "send"})

    answer = mine.post(CONFIRM, {"code": logins.mailed_code(person.email), "next": "https://evil.example/"})

    assert answer.url == "/konto/"


def test_staff_confirm_with_password_or_authenticator_only(workspace):
    assert workspace.get(CONFIRM).url == "/konto/reauthenticate/"
