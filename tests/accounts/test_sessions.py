import datetime
import re
from html import unescape

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from candidates.models import Note
from candidates.templatetags import own_pages
from fremrykk import late
from privacy.actions import erasure
from privacy.choices import ErasureCause

NINE = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
MINUTE, HOUR = 60, 60 * 60


@pytest.mark.asvs("AUT-07")
def test_staff_are_logged_out_after_half_an_hour_without_a_click(client, logins, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(29 * MINUTE)
        before = client.get("/admin/").status_code
        clock.shift(31 * MINUTE)
        after = client.get("/admin/")

        assert (before, after.url) == (200, "/admin/login/?next=/admin/")
        assert logins.who(client) is None


@pytest.mark.asvs("AUT-07")
def test_staff_who_click_stay_until_twelve_hours_after_the_login(client, logins, adviser):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        answers = []
        for _ in range(37):
            clock.shift(20 * MINUTE)
            answers.append(client.get("/admin/").status_code)

        assert answers == [200] * 36 + [302]


@pytest.mark.asvs("AUT-07")
def test_a_person_stays_without_a_click_for_twelve_hours_at_most(client, logins, person):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in_by_code(client, person)
        clock.shift(11 * HOUR)
        before = client.get("/konto/").status_code
        clock.shift(HOUR + 1)

        assert (before, client.get("/konto/").status_code) == (200, 302)


@pytest.mark.parametrize("first", [lambda client: client.head("/admin/jsi18n/"), lambda client: client.get("/admin/")])
def test_it_is_handed_back_also_where_another_request_found_that_the_session_was_over(client, logins, adviser, first):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(31 * MINUTE)
        first(client)

        assertContains(client.post("/admin/candidates/note/add/", {"text": "To ord."}), "To ord.", status_code=403)


def test_a_form_of_another_site_is_handed_back_nothing(logins, adviser):
    other = Client(enforce_csrf_checks=True)

    assertNotContains(other.post("/admin/candidates/note/add/", {"text": "To ord."}), "To ord.", status_code=403)


def test_a_number_of_somebody_is_not_shown_again(client, logins, adviser):
    typed = {"text": "To ord.", "number": "038515 98730", "more": "Nummeret er 03851598730."}
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(31 * MINUTE)
        answer = client.post("/admin/candidates/note/add/", typed)

    assert (answer.text.count("<textarea"), "98730" in answer.text) == (1, False)


def test_no_form_of_the_workspace_asks_for_a_secret_whose_page_would_keep_nothing(rf, adviser):
    request = rf.get("/")
    request.user = adviser
    forms = [row.get_form(request) for row in admin.site._registry.values() if row.has_add_permission(request)]

    assert len(forms) > 5
    assert [form for form in forms if late.SECRET & set(form.base_fields)] == []


@pytest.mark.parametrize(("language", "heading"), [("nb", "Du er logget ut"), ("en", "You have been logged out")])
def test_what_was_written_for_too_long_is_handed_back_to_be_copied(client, logins, adviser, language, heading):
    typed = {"text": "Ringte <b>to</b> ganger.\nSvarte ikke.", "seen": "abc:def-ghi", "candidate": "1"}
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        client.cookies["django_language"] = language
        clock.shift(31 * MINUTE)
        answer = client.post("/admin/candidates/note/add/", typed)

    assertContains(answer, f"<h1>{heading}</h1>", status_code=403)
    texts = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", answer.text, re.DOTALL)
    assert [unescape(each) for each in texts] == [typed["text"]]  # words only, and no mark of ours
    assert 'href="/konto/login/?next=/admin/candidates/note/add/"' in answer.text
    assert ("no-store" in answer["Cache-Control"], logins.who(client), Note.objects.count()) == (True, None, 0)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/admin/logout/", {}),
        ("/admin/candidates/note/add/", {"password": "a b", "text": "to ord"}),
        ("/min-side/profil/", {}),
    ],
)
def test_where_nothing_was_written_or_a_secret_one_is_led_to_the_login(client, logins, adviser, path, sent):
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(31 * MINUTE)

        assert client.post(path, sent).status_code in (302, 404)


def test_a_page_that_is_open_to_all_receives_what_was_written_all_the_same(client, logins, adviser, approved_periods):
    question = {"name": "Kari Nordmann", "email": "kari@example.test", "kind": "privacy", "message": "Hva koster det?"}
    with time_machine.travel(NINE, tick=False) as clock:
        logins.log_in(client, adviser)
        clock.shift(31 * MINUTE)

        assert client.post("/kontakt/", question).status_code == 302


def test_the_session_cookie_ends_with_the_browser_for_a_password_login(client, logins, adviser):
    logins.log_in(client, adviser)

    assert client.cookies["sessionid"]["max-age"] == ""


@pytest.mark.asvs("AUT-06")
def test_logging_out_ends_the_session_itself_and_not_only_this_browsers_way_to_it(client, client_elsewhere, workspace):
    client_elsewhere.cookies["sessionid"] = workspace.cookies["sessionid"].value  # somebody has copied it
    before = client_elsewhere.get("/admin/").status_code

    workspace.post("/konto/logout/")

    assert (before, client_elsewhere.get("/admin/").status_code) == (200, 302)


@pytest.mark.asvs("AUT-06")
def test_whoever_is_erased_is_out_in_every_browser(client, client_elsewhere, logins, person):
    for browser in (client, client_elsewhere):
        logins.log_in_by_code(browser, person)

    erasure.erase_person(subject_id=person.subject_id, cause=ErasureCause.PERSON, by=None, at=timezone.now())

    assert [browser.get("/konto/").status_code for browser in (client, client_elsewhere)] == [302, 302]


def test_devices_are_listed_and_the_others_logged_out(client, client_elsewhere, logins, person):
    logins.log_in_by_code(client, person)
    logins.log_in_by_code(client_elsewhere, person)

    listed = client.get("/konto/sessions/").context["sessions"]
    client.post("/konto/sessions/")

    assert {session.ip for session in listed} == {"127.0.0.1", "203.0.113.7"}
    assert (logins.who(client), client_elsewhere.get("/konto/").status_code) == (person.pk, 302)


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0"


def test_a_device_is_called_as_its_owner_would_and_the_one_in_hand_is_marked(client, client_elsewhere, logins, person):
    for browser, agent in ((client, IPHONE), (client_elsewhere, EDGE)):
        browser.defaults["HTTP_USER_AGENT"] = agent
        logins.log_in_by_code(browser, person)

    page = client.get("/konto/sessions/", headers={"accept-language": "nb"}).content.decode()

    named = re.findall(r'<h2 class="small-head">([^<]+)</h2>', page)
    assert named == ["Safari på iPhone (denne)", "Edge på Windows"]
    assert ("Logg ut på de andre" in page, "203.0.113.7" in page) == (True, True)


@pytest.mark.parametrize(
    ("agent", "said"), [("curl/8.5.0", "curl/8.5.0"), ("", "En ukjent nettleser"), ("x" * 300, "x" * 80)]
)
def test_a_browser_nobody_knows_is_shown_as_it_came(agent, said):
    assert own_pages.device(agent) == said
