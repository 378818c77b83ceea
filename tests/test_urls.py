"""Pages are closed by default; the open ones are listed here for all to review, by name or else by address."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.addresses import all_addresses
from tests.source import ROOT

OPEN = ROOT / "tests" / "open_pages.txt"


def patterns(branch=None, before: str = "", space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Full name, or address where a page of ours stands in front of a library's, and pattern of every page."""
    for found in (branch or get_resolver()).url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield f"{space}{found.name}" if found.name else f"/{address}", found
        else:
            yield from patterns(found, address, f"{space}{found.namespace}:" if found.namespace else space)


def test_pages_open_to_everyone_are_those_listed():
    opened = {name for name, page in patterns() if not getattr(page.callback, "login_required", True)}

    assert sorted(opened) == OPEN.read_text().split()


def test_what_stands_behind_a_link_or_a_login_is_kept_by_nobody_and_found_by_no_search_engine(db, client):
    by_link = {page.name for _, page in patterns() if {"token", "key"} & set(page.pattern.converters)}
    named = {name: reverse(name, kwargs=filled(name)) for name in sorted(by_link) if not name.startswith("account_")}
    answers = {name: client.get(path) for name, path in named.items()} | {"min_side": client.get("/min-side/")}

    assert len(answers) > 12
    assert {name for name, each in answers.items() if "noindex" not in each.get("X-Robots-Tag", "")} == set()
    assert {
        name for name, each in answers.items() if each.status_code < 300 and "no-store" not in each["Cache-Control"]
    } == set()
    assert [client.get(path).get("X-Robots-Tag") for path in ("/", "/stillinger/", "/personvern/")] == [None] * 3


def filled(name: str) -> dict[str, str]:
    """A value of the right form for each part of the address."""
    [page] = [page for found, page in patterns() if found == name]
    values = {"token": "x:y", "key": "x", "pk": str(UUID(int=0)), "name": "x", "number": 1}
    return {part: values[part] for part in page.pattern.converters}


# --- forms that are taken without the word of a form ---
WITHOUT_A_TOKEN = {
    "cookie_register": "to read the page must set no cookie; another site is refused by its Origin",
    "set_language": "the same",
    "unsubscribe": "the reader's mail program presses the button (RFC 8058); the signed link is what it has",
    "deliver_lead": "a partner's system signs what it delivers, and has no session",
    "policy_report": "a browser sends it by itself; it changes nothing",
}


@pytest.mark.asvs("AUT-13")
def test_whatever_is_sent_needs_the_form_s_own_word_but_where_it_is_said_why_not(db, settings):
    """Asked of the running program, at each address, as nobody: the word is asked for before anything else is."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"BACKEND": "tests.doors.NothingDrawn"}]
    stranger = Client(enforce_csrf_checks=True)
    answers = [(name, stranger.post(address).status_code) for name, address in all_addresses()]

    assert len(answers) > 500
    assert {name for name, status in answers if status != 403} == {*WITHOUT_A_TOKEN}
