import datetime
import threading

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from fremrykk.accounts.adapters import client_address
from privacy.validators import network_of
from tests.accounts.logins import (
    PASSWORD,
    WRONG,
    ask_for_code,
    enter_code,
    enter_password,
    enter_second_factor,
    log_in,
    mailed_code,
    totp,
    who,
)

NINE = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
TIMES = range(5)


def guess_passwords(client: Client, email: str, times: int = 5):
    return [enter_password(client, email, f"wrong-guess-{number}") for number in range(times)][-1]


@pytest.mark.asvs("AUT-02")
def test_the_fifth_wrong_password_locks(client, adviser):
    fourth, fifth = guess_passwords(client, adviser.email, 4), guess_passwords(client, adviser.email, 1)

    assert (fourth.status_code, fifth.status_code) == (200, 429)
    assert fifth["Retry-After"] == "300"
    assert enter_password(client, adviser.email).status_code == 429


@pytest.mark.asvs("AUT-02", "AUT-04")
def test_the_fifth_wrong_authenticator_code_locks(client, adviser):
    enter_password(client, adviser.email)

    answers = [enter_second_factor(client, WRONG) for _ in TIMES]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert enter_second_factor(client, totp()).status_code == 429
    assert who(client) is None


def test_naming_somebody_else_beside_the_code_does_not_open_the_lock(client, adviser):
    enter_password(client, adviser.email)
    for _ in TIMES:
        enter_second_factor(client, WRONG)

    answer = client.post("/konto/2fa/authenticate/", {"code": totp(), "login": "x@example.test", "email": "y@z.test"})

    assert (answer.status_code, who(client)) == (429, None)


def test_a_wrong_authenticator_code_when_asked_again_counts(workspace, adviser):
    answers = [workspace.post("/konto/2fa/reauthenticate/", {"code": WRONG}) for _ in TIMES]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize("email", ["kari@example.test", "nobody@example.test"])
def test_wrong_mailed_codes_count_and_lock_for_known_and_unknown_alike(client, person, email):
    answers = []
    for _ in range(2):
        ask_for_code(client, email)
        answers += [enter_code(client, "WRONG1") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302, 200, 429, 429]
    assert AccessAttempt.objects.get().username == email
    assert ask_for_code(client, email).status_code == 429


def test_a_right_code_is_refused_while_locked(client, person):
    ask_for_code(client, person.email)
    code = mailed_code(person.email)
    guess_passwords(Client(), person.email)

    assert enter_code(client, code).status_code == 429
    assert who(client) is None


@pytest.mark.asvs("AUT-02")
def test_an_attacker_elsewhere_cannot_lock_the_owner_out(client, client_elsewhere, adviser):
    for _ in range(3):
        guess_passwords(client_elsewhere, adviser.email)

    log_in(client, adviser)

    assert enter_password(client_elsewhere, adviser.email).status_code == 429
    assert who(client) == adviser.pk


def test_an_attacker_elsewhere_cannot_keep_the_owner_from_a_code(client, client_elsewhere, person):
    for _ in range(8):
        ask_for_code(client_elsewhere, person.email)

    assert ask_for_code(client, person.email).url == "/konto/login/code/confirm/"


@pytest.mark.asvs("AUT-02")
@pytest.mark.django_db(transaction=True)
def test_the_owner_gets_in_while_an_attacker_elsewhere_goes_on_guessing(client, client_elsewhere, adviser):
    """At the same time, on connections of their own; the attacker is slowed down and the owner is not."""
    guesses: list[int] = []
    start = threading.Barrier(2)

    def attack() -> None:
        start.wait()
        guesses.extend(
            enter_password(client_elsewhere, adviser.email, f"guess-{number}").status_code for number in range(12)
        )
        connection.close()

    attacker = threading.Thread(target=attack)
    attacker.start()
    start.wait()
    enter_password(client, adviser.email)
    with time_machine.travel(timezone.now(), tick=False):
        enter_second_factor(client, totp())
    attacker.join()

    assert (who(client), guesses) == (adviser.pk, [200] * 4 + [429] * 8)


@pytest.mark.asvs("AUT-02")
def test_one_connection_of_version_6_has_not_a_try_for_each_of_its_addresses(adviser):
    tries = [
        enter_password(Client(REMOTE_ADDR=f"2001:db8:0:1::{number:x}"), adviser.email, "wrong").status_code
        for number in range(1, 7)
    ]

    assert tries == [200, 200, 200, 200, 429, 429]
    assert enter_password(Client(REMOTE_ADDR="2001:db8:0:2::1"), adviser.email, "wrong").status_code == 200


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        ("2001:db8:0:2::", "2001:db8:0:2::"), ("", ""), ("unix:", "unix:"),
    ],
)  # fmt: skip
def test_what_counts_as_one_visitor(address, counted):
    assert network_of(address) == counted


@pytest.mark.asvs("AUT-02", "AUT-04")
def test_many_machines_that_know_the_password_do_not_try_all_codes_and_the_owners_browser_is_let_through(
    client, adviser
):
    with time_machine.travel(NINE, tick=False) as clock:
        log_in(client, adviser)
        client.post("/konto/logout/")
        clock.shift(31)
        machines = [Client(REMOTE_ADDR=f"198.51.100.{number}") for number in range(1, 12)]
        for machine in machines:
            enter_password(machine, adviser.email)
        tried = [enter_second_factor(machine, WRONG).status_code for machine in machines for _ in range(3)]
        right = enter_second_factor(machines[-1], totp())
        enter_password(client, adviser.email)
        enter_second_factor(client, totp())

        assert (tried, right.status_code, right["Retry-After"]) == ([200] * 30 + [429] * 3, 429, "3600")
        assert (who(client), who(machines[-1])) == (adviser.pk, None)


def test_a_colleague_at_the_same_address_is_not_locked_out(client, adviser, beginner):
    guess_passwords(client, adviser.email)

    enter_password(client, beginner.email)

    assert who(client) == beginner.pk


def test_a_success_forgets_the_failures_before(client, adviser):
    guess_passwords(client, adviser.email, 4)
    with time_machine.travel(NINE, tick=False):
        log_in(client, adviser)
    client.post("/konto/logout/")

    assert guess_passwords(client, adviser.email, 4).status_code == 200


@pytest.mark.asvs("AUT-02")
def test_each_lock_of_a_day_is_longer(client, adviser):
    waits = []
    with time_machine.travel(NINE, tick=False) as clock:
        for _ in range(6):
            while (answer := guess_passwords(client, adviser.email, 1)).status_code != 429:
                clock.shift(1)
            waits.append(int(answer["Retry-After"]) // 60)
            clock.shift(waits[-1] * 60 + 10)

    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_short_lock_of_one_does_not_end_the_long_lock_of_another(client, adviser, beginner):
    with time_machine.travel(NINE, tick=False) as clock:
        for _ in range(2):
            guess_passwords(client, adviser.email)
            clock.shift(301)
        guess_passwords(client, beginner.email, 1)

        assert enter_password(client, adviser.email).status_code == 429


def test_the_lock_ends(client, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        guess_passwords(client, adviser.email)
        clock.shift(301)
        log_in(client, adviser)

        assert who(client) == adviser.pk


def test_one_address_that_tries_many_accounts_is_stopped(client, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        for number in range(50):
            guess_passwords(client, f"person{number}@example.test", 1)
            clock.shift(3)

        assert enter_password(client, adviser.email).status_code == 429
        assert enter_password(Client(REMOTE_ADDR="203.0.113.7"), adviser.email).status_code == 302


def test_what_was_typed_is_not_kept(client, person):
    ask_for_code(client, person.email)
    enter_code(client, "SECRET1")
    enter_password(Client(), person.email, "typed-by-mistake-elsewhere")

    kept = AccessAttempt.objects.get().post_data
    assert [word for word in ("SECRET1", "typed-by", person.email) if word in kept] == []
    assert AccessFailureLog.objects.count() == 2


@pytest.mark.asvs("INP-07")
@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, None, "198.51.100.1"),
        (0, "203.0.113.9", "198.51.100.1"),  # no proxy: a header anybody can write
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),  # the visitor forged the left one
    ],
)
def test_the_address_is_the_one_the_trusted_proxy_saw(settings, proxies, header, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": header} if header else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", **headers)) == address


def test_the_refusal_says_how_long_to_wait(client, adviser, settings):
    settings.LANGUAGE_CODE = "en"

    text = guess_passwords(client, adviser.email).content.decode()

    assert text.count("Wait 5 minutes, then try again.") == 1
    assert PASSWORD not in text
