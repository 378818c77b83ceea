"""The workspace has a path of its own, and an operator can keep it to named networks (AUT-12)."""

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django.asserts import assertContains

from fremrykk import networks
from tests import workspace as sessions
from tests.accounts.logins import enter_password, enter_second_factor, totp, who

pytestmark = pytest.mark.asvs("AUT-12")
OFFICE, ELSEWHERE = "192.0.2.9", "203.0.113.7"
CLOSED = "Ikke fra dette nettverket"


@pytest.fixture
def kept(settings) -> None:
    settings.WORKSPACE_NETWORKS = networks.read(["192.0.2.0/24", "2001:db8:1::/48"])


def test_all_of_the_workspace_lies_under_one_path():
    found = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", None) == "admin"]

    assert [str(pattern.pattern) for pattern in found] == ["admin/"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/admin/", "/admin/login/", "/admin/candidates/candidate/", "/admin/no-such-page/"])
def test_outside_nobody_is_shown_anything_of_it(kept, page):
    for address, status in ((ELSEWHERE, 403), ("2001:db8:2::1", 403), (OFFICE, 302), ("2001:db8:1::7", 302)):
        assert Client(REMOTE_ADDR=address).get(page).status_code == status


def test_who_works_here_logs_in_elsewhere_and_sees_nothing_not_even_their_own(kept, adviser):
    client = Client(REMOTE_ADDR=ELSEWHERE)
    enter_password(client, adviser.email)
    with time_machine.travel(timezone.now(), tick=False):
        enter_second_factor(client, totp())

    pages = [client.get(page) for page in ("/admin/", "/konto/", "/min-side/", "/")]

    assert [page.status_code for page in pages] == [403] * 4
    assertContains(pages[0], CLOSED, status_code=403)
    assert (client.post("/konto/logout/").status_code, who(client)) == (302, None)


def test_a_session_of_the_office_is_worth_nothing_elsewhere(kept, adviser):
    client = Client()
    sessions.log_in(client, adviser)

    inside, outside = (client.get("/admin/", REMOTE_ADDR=address) for address in (OFFICE, ELSEWHERE))

    assert (inside.status_code, outside.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("proxies", "seen", "forwarded", "status"),
    [
        (0, ELSEWHERE, OFFICE, 403),  # no proxy: a header anybody can write
        (1, "10.0.0.1", OFFICE, 200),
        (1, "10.0.0.1", ELSEWHERE, 403),
        (1, "10.0.0.1", f"{OFFICE}, {ELSEWHERE}", 403),  # the visitor forged the left one
        (1, OFFICE, ELSEWHERE, 403),  # the proxy itself stands in the office
    ],
)
def test_the_address_is_the_one_the_trusted_proxy_names(kept, settings, adviser, proxies, seen, forwarded, status):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client()
    sessions.log_in(client, adviser)

    answer = client.get("/admin/", REMOTE_ADDR=seen, headers={"x-forwarded-for": forwarded})

    assert answer.status_code == status


def test_whom_the_workspace_does_not_concern_is_let_in_from_everywhere(kept, person):
    client = Client(REMOTE_ADDR=ELSEWHERE)
    sessions.log_in(client, person)

    assert [client.get(page).status_code for page in ("/", "/konto/login/", "/konto/")] == [200, 302, 200]


def test_without_a_list_it_is_open_from_everywhere(settings, adviser):
    client = Client(REMOTE_ADDR=ELSEWHERE)
    sessions.log_in(client, adviser)

    assert (settings.WORKSPACE_NETWORKS, client.get("/admin/").status_code) == ([], 200)


@pytest.mark.parametrize("names", [["192.0.2.0/33"], ["192.0.2.7/24"], ["office"], ["192.0.2.0/24;10.0.0.0/8"]])
def test_what_is_no_network_stops_the_program(names):
    with pytest.raises(ImproperlyConfigured, match="WORKSPACE_NETWORKS"):
        networks.read(names)


@pytest.mark.parametrize(
    ("address", "holds"),
    [("192.0.2.1", True), ("::ffff:192.0.2.1", True), ("192.0.3.1", False), ("unix:", False), ("", False)],
)
def test_an_address_is_held_in_whichever_way_it_is_written(address, holds):
    assert networks.hold(networks.read([" 192.0.2.0/24 ", ""]), address) is holds
