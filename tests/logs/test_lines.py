"""What a line says: when, who and what, and nothing of a person, whoever speaks."""

import datetime
import logging
import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from fremrykk.accounts.models import User
from fremrykk.logs import lines
from privacy.choices.events import Event
from privacy.ports import say
from tests.factories import SubjectFactory, UserFactory

CANARY = "kanarifugl"


def line_of(kind="json", **record):
    given_record = {"name": "privacy.actions", "levelno": 30, "levelname": "WARNING", "msg": "", "args": ()} | record
    return lines.formatter(kind).format(logging.makeLogRecord(given_record))


@pytest.mark.asvs("LOG-02")
def test_a_line_is_an_object_with_its_time_in_utc(said):
    before = datetime.datetime.now(datetime.UTC)

    logging.getLogger("privacy.actions.files").warning("file tombstone %s: %s", 7, "OSError")

    (line,) = said()
    assert list(line) == ["time", "level", "logger", "event"]
    assert (line["level"], line["logger"]) == ("warning", "privacy.actions.files")
    assert line["event"] == "file tombstone 7: OSError"
    assert line["time"].endswith("+00:00")
    told_at = datetime.datetime.fromisoformat(line["time"])
    assert abs(told_at - before) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("logger", "text", "filled_in", "event"),
    [
        ("django.request", "Not Found: %s", (f"/presentasjon/{CANARY}/",), "Not Found: …"),
        ("django.server", '"%s" %s %s', (f"GET /{CANARY}", 200, 12), '"…" 200 12'),
        ("gunicorn.error", "Booting worker with pid: %s", (4711,), "Booting worker with pid: 4711"),
        ("gunicorn.error", f"Invalid request from ip=10.0.0.1: '/{CANARY}'", (), "Invalid request from ip…"),
        ("kombu", "%(who)s on %(port)d, 100%%", {"who": CANARY, "port": 61}, "… on 61, 100%"),
        ("a.library", "told %s", (4722334455,), "told …"),
        ("a.library", f"told\n{CANARY}", (), "told…"),
        ("a.library", "Autorestarting worker", (), "Autorestarting worker"),
    ],
)
def test_of_a_librarys_words_only_the_pattern_is_told(said, logger, text, filled_in, event):
    logging.getLogger(logger).error(text, *([filled_in] if isinstance(filled_in, dict) else filled_in))

    assert [line["event"] for line in said()] == [event]


def test_what_we_say_goes_without_addresses(said):
    logging.getLogger("clients.actions").info("to %s", f"{CANARY}@example.test")

    assert [line["event"] for line in said()] == ["to …"]


@pytest.mark.django_db
def test_of_an_exception_the_class_and_the_places_are_told(said):
    user = UserFactory(email=f"{CANARY}@example.test")

    try:
        with transaction.atomic():
            User.objects.create(email=user.email, subject=SubjectFactory())
    except IntegrityError as error:
        assert CANARY in str(error)  # it would be in the log
        logging.getLogger("privacy.actions").exception("not written")

    (line,) = said()
    assert line["fault"] == "django.db.utils.IntegrityError from psycopg.errors.UniqueViolation"
    assert re.fullmatch(r"tests/logs/test_lines\.py:\d+ \w+", line["places"][-1])
    assert len(line["places"]) <= lines.MOST_PLACES
    assert CANARY not in str(line)


@pytest.mark.parametrize("value", [f"/presentasjon/{CANARY}/", "Kari Nordmann", "kari@example.test", "a\nb", ["list"]])
def test_an_event_is_told_with_codes_and_numbers_only(said, value):
    say(Event.LOGIN_FAILED, route=value)

    assert [line["route"] for line in said()] == ["…"]


def test_an_event_has_no_field_that_is_not_on_its_list():
    with pytest.raises(TypeError, match="login_failed is not told with"):
        say(Event.LOGIN_FAILED, email="kari@example.test")


@pytest.mark.asvs("LOG-04")
@given(text=st.text(), kind=st.sampled_from(["json", "text"]))
def test_no_words_make_a_second_line_of_one(text, kind):
    for logger in ("privacy.actions", "a.library"):
        assert len(line_of(kind, name=logger, msg="%s", args=(text,)).splitlines()) == 1
        assert len(line_of(kind, name=logger, msg=text).splitlines()) == 1


@pytest.mark.parametrize("name", ["privacy.actions", "a.library"])
def test_words_that_do_not_fit_their_pattern_are_left_out(name):
    line = line_of(name=name, msg="told %s %d", args=(CANARY,))

    assert (CANARY in line, "told" in line) == (False, True)


@pytest.mark.parametrize("kind", ["json", "text"])
def test_a_terminal_is_given_no_orders(kind):
    assert "\x1b" not in line_of(kind, msg="\x1b[2J\x9b\u202e")


def test_another_kind_of_log_is_refused():
    with pytest.raises(ValueError, match="LOG_FORMAT"):
        lines.formatter("xml")
