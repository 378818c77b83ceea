"""What a visitor reads when something does not go: what happened and what to do, in the language they read."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.views.defaults import server_error

REFUSALS = {
    "400.html": ("Dette kunne vi ikke lese", "We could not read that"),
    "403.html": ("Denne siden er ikke for deg", "This page is not for you"),
    "403_csrf.html": ("Skjemaet var åpent for lenge", "The form was open for too long"),
    "404.html": ("Vi finner ikke den siden", "We cannot find that page"),
    "413.html": ("Det ble for mye på en gang", "That is too much at once"),
    "429.html": ("For mange forsøk", "Too many attempts"),
    "too_many.html": ("Det var mange ganger på kort tid", "That was many times in a short while"),
    "files_away.html": ("Vi når ikke filene våre akkurat nå", "We cannot reach our files just now"),
    "gone.html": ("Dette er allerede slettet", "This is already deleted"),
}
WITHOUT_ANYTHING = {
    "500.html": ("Noe gikk galt hos oss", "Something went wrong on our side"),
    "503.html": ("Stengt en liten stund", "Closed for a little while"),
}


@pytest.mark.parametrize("page", REFUSALS)
def test_a_refusal_is_read_in_norwegian_and_in_english(db, rf, page):
    for language, heading in zip(("nb", "en"), REFUSALS[page], strict=True):
        with translation.override(language):
            text = render_to_string(page, {"is_theirs": False, "minutes": 3}, request=rf.get("/"))

        assert f'<html lang="{language}"' in text
        assert f"<h1>{heading}</h1>" in text


@pytest.mark.parametrize("page", WITHOUT_ANYTHING)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_needs_no_database_is_said_in_both_languages(page, language):
    norwegian, english = WITHOUT_ANYTHING[page]
    with translation.override(language):
        text = render_to_string(page)

    assert '<html lang="nb"' in text
    assert f"<h1>{norwegian}</h1>" in text
    assert f"<h2>{english}</h2>" in text.partition('lang="en"')[2]


def test_the_page_of_an_error_of_ours_asks_no_database(rf):
    assert server_error(rf.get("/")).status_code == 500


def test_from_a_page_that_is_not_there_one_searches_for_positions(db):
    page = Client().get("/finnes-ikke/").content.decode()

    assert 'action="/stillinger/"' in page
    assert 'name="q"' in page


def test_security_txt_leads_to_a_page_that_says_how_a_hole_is_reported(db, client, settings):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    page = client.get(lines["Policy"].removeprefix(settings.SITE_URL))

    assert set(lines) == {"Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"}
    assert lines["Contact"].removeprefix("mailto:") in page.content.decode()
