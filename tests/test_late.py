"""A page the database does not answer in time: said so, with what helps, and with all that was written."""

import json
import re
import time
from contextlib import closing
from html import unescape
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client
from django.urls import resolve

from fremrykk import late, stores
from fremrykk.operation import numbers
from privacy.models import InboxCase
from tests.database_role import by_force
from tests.factories import CandidateFactory
from tests.programs import database_of_the_test
from tests.served import site
from tests.workspace import colleague, log_in

QUESTION = {
    "name": "Kari «K» Nordmann",
    "email": "kari@example.test",
    "kind": "privacy",
    "message": "Linje 1\n<b>Linje 2",
}
HEADING = {"nb": "Dette tok for lang tid", "en": "This took too long"}
SLOW = """
CREATE FUNCTION pg_temp.sleep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
CREATE TRIGGER sleep BEFORE INSERT ON privacy_inboxcase FOR EACH ROW EXECUTE FUNCTION pg_temp.sleep();
"""


def heading(text: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", text)[1]


def form_of(text: str) -> dict[str, str]:
    """What the page's form would send, as a browser reads it."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


@pytest.fixture
def served(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setenv("PAGE_STATEMENT_SECONDS", "1")
    with site(tmp_path) as found:
        yield found


@pytest.fixture
def locked(transactional_db):
    """Nobody reads candidates or positions while the answer lasts; lets go when called."""
    with closing(psycopg.connect(database_of_the_test())) as other:
        other.execute("LOCK TABLE candidates_candidate, clients_jobad IN ACCESS EXCLUSIVE MODE")
        yield other.rollback


def test_the_web_process_gives_up_a_page_and_says_what_helps(served, locked):
    colleagues = Client()
    log_in(colleagues, colleague("adviser"))
    cookie = f"__Host-sessionid={colleagues.cookies['sessionid'].value}"

    search = served.ask("GET", "/admin/candidates/candidate/?q=kanarifugl", Cookie=cookie, Accept_Language="nb")
    public = served.ask("GET", "/stillinger/?q=kanarifugl", Accept_Language="en")
    locked()
    until = time.monotonic() + 60
    while (again := served.ask("GET", "/stillinger/?q=kanarifugl")).status != 200 and time.monotonic() < until:
        pass

    assert [each.status for each in (search, public, again)] == [503, 503, 200]
    assert [heading(each.text) for each in (search, public)] == [HEADING["nb"], HEADING["en"]]
    assert [each.headers["Retry-After"] for each in (search, public)] == [late.COME_BACK] * 2
    assert ("ws-menu" in search.text, "ws-menu" in public.text) == (True, False)
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert [line["route"] for line in lines if line["event"] == "given_up"][:2] == [
        "admin:candidates_candidate_changelist", "positions",
    ]  # fmt: skip
    assert [line for line in lines if line["level"] == "error"] == []
    assert ("kanarifugl" in served.log.read_text(), cache.get(late.GIVEN_UP) >= 2) == (False, True)


@pytest.mark.parametrize("table", ["accounts_user", "django_session"])
def test_who_is_asked_for_too_long_before_the_page_has_its_turn_is_told_the_same(served, table):
    colleagues = Client()
    log_in(colleagues, colleague("adviser"))
    cookie = f"__Host-sessionid={colleagues.cookies['sessionid'].value}"
    served.ask("GET", "/admin/", Cookie=cookie)
    with closing(psycopg.connect(database_of_the_test())) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        page = served.ask("GET", "/admin/", Cookie=cookie, Accept_Language="en")
        sent = served.ask("POST", "/kontakt/", urlencode(QUESTION), Cookie=cookie, Accept_Language="nb")

    assert [each.status for each in (page, sent)] == [503, 503]
    assert [heading(each.text) for each in (page, sent)] == [HEADING["en"], HEADING["nb"]]
    assert (page.headers["Retry-After"], "ws-menu" in page.text) == (late.COME_BACK, False)
    assert form_of(sent.text) == QUESTION
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert [line for line in lines if line["level"] == "error"] == []


def test_jobs_and_commands_keep_the_longer_time(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")

        assert cursor.fetchone() == ("10min",)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_was_written_is_sent_again_with_one_press(db, language):
    client = Client(headers={"cookie": f"django_language={language}"})
    with by_force() as cursor:
        cursor.execute(SLOW)
        cursor.execute("SET LOCAL statement_timeout = '1s'")

    given_up = client.post("/kontakt/", QUESTION)

    with by_force() as cursor:
        cursor.execute("DROP TRIGGER sleep ON privacy_inboxcase; SET LOCAL statement_timeout = 0")
    text = given_up.content.decode()
    assert (given_up.status_code, heading(text), InboxCase.objects.count()) == (503, HEADING[language], 0)
    assert (given_up["Retry-After"], given_up["Cache-Control"]) == (late.COME_BACK, "no-store")
    assert form_of(text) == QUESTION
    assert {each.name: each.value for each in numbers.of_queue()}["pages_given_up"] == 1
    assert re.search(r'<form method="post" action="([^"]+)">', text)[1] == "/kontakt/"
    assert client.post("/kontakt/", form_of(text)).status_code == 302
    assert InboxCase.objects.get().message == QUESTION["message"]


@pytest.mark.parametrize("what", ["statement", "lock"])
def test_who_waits_for_another_too_long_is_told_the_same(transactional_db, rf, what):
    other = psycopg.connect(database_of_the_test())
    row = CandidateFactory()
    with closing(other), connection.cursor() as cursor:
        other.execute("SELECT 1 FROM candidates_candidate WHERE id = %s FOR UPDATE", [row.pk])
        cursor.execute(f"SET {what}_timeout = '50ms'")
        with pytest.raises(OperationalError) as refused:
            cursor.execute("UPDATE candidates_candidate SET phone = '' WHERE id = %s", [row.pk])
        cursor.execute(f"RESET {what}_timeout")

    assert late.was_ended(refused.value)


def test_another_fault_of_the_database_is_not_called_late(db):
    with connection.cursor() as cursor, pytest.raises(Exception) as refused:
        cursor.execute("SELECT 1/0")

    assert not late.was_ended(refused.value)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/konto/login/", {"login": "a@example.test"}),
        ("/kontakt/", {"password": "hemmelig"}),
        ("/kontakt/", {"code": "1"}),
    ],
)
def test_passwords_and_codes_are_not_kept(rf, path, sent):
    request = rf.post(path, sent)
    request.resolver_match = resolve(path)

    assert list(late.kept(request)) == []


@pytest.mark.parametrize("said", ["0", "-1", "601", "5s", "²", "fem"])
def test_a_time_that_is_none_is_refused_at_the_start(said):
    with pytest.raises(ImproperlyConfigured, match="PAGE_STATEMENT_SECONDS"):
        stores.page_seconds(said)


def test_what_is_not_said_is_five_seconds():
    assert (stores.page_seconds(""), stores.page_seconds("600")) == (5, 600)
