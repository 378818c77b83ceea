"""How many mails strangers can have sent to one mailbox by the login pages, and that the owner's own browser is no stranger."""

import pytest
from django.test import Client

from privacy.models import OutgoingMail
from tests.accounts.logins import ask_for_code, enter_code, log_in_by_code, mailed_code, who

pytestmark = pytest.mark.asvs("AUT-02")
PAGES = {"/konto/login/": "login", "/konto/login/code/": "email", "/konto/password/reset/": "email"}


def strangers_ask(email: str, page: str = "/konto/login/") -> list[int]:
    """Each from a network of its own, with a page of its own."""
    return [
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(page, {PAGES[page]: email}).status_code
        for number in range(1, 13)
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("email", ["kari@example.test", "nobody@example.test"])
def test_strangers_have_so_many_sent_to_one_mailbox_known_or_not(person, page, email):
    assert strangers_ask(email, page) == [302] * 10 + [429] * 2
    assert OutgoingMail.objects.filter(to=email).count() == 10


def test_meanwhile_the_owner_is_sent_a_code_in_a_browser_that_is_known(client, person):
    log_in_by_code(client, person)
    client.post("/konto/logout/")
    strangers_ask(person.email)

    ask_for_code(client, person.email)
    enter_code(client, mailed_code(person.email))

    assert who(client) == person.pk


@pytest.mark.parametrize("page", PAGES)
def test_too_many_is_said_with_when_to_come_back_and_the_address_still_there(person, page):
    for _ in range(5):
        Client().post(page, {PAGES[page]: person.email})

    answer = Client().post(page, {PAGES[page]: person.email})

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert (f'value="{person.email}"' in answer.text) is (page != "/konto/password/reset/")
