"""Every call outside has an end: what the README says is what the program does, and who hangs holds nobody."""

import re
import socket
import threading
import time
from contextlib import contextmanager
from smtplib import SMTPServerDisconnected

import pytest
from celery import Celery
from django.conf import settings
from django.core.mail import get_connection
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from redis.exceptions import RedisError
from sentry_sdk.transport import HttpTransport

from candidates.actions import scanning
from candidates.adapters import virus_scanner
from candidates.ports import Verdict
from clients.adapters import entity_register
from clients.choices import Heard
from fremrykk import stores
from fremrykk.patient_cache import PatientCache
from privacy import ports
from privacy.actions import delivery
from privacy.storage.bucket import ANSWER_IN_TIME
from tests.source import ROOT

SHORT = 0.3


@contextmanager
def somebody_who_takes_and_never_answers():
    with counted_visits() as (port, _visits):
        yield port


@contextmanager
def counted_visits():
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = []

        def take():
            while True:
                try:
                    taken.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1], taken
        server.shutdown(socket.SHUT_RDWR)
    for line, _address in taken:
        line.close()


def cache(port):
    options = {**settings.CACHES["default"]["OPTIONS"], "socket_timeout": SHORT}
    with pytest.raises(RedisError):
        PatientCache(f"redis://127.0.0.1:{port}", {"OPTIONS": options}).get("key")


def broker(port):
    app = Celery(broker=f"redis://127.0.0.1:{port}", set_as_current=False)
    app.conf.broker_transport_options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": SHORT}
    with pytest.raises(Exception, match=r"(?i)timeout"):
        app.send_task("privacy.jobs.purge", retry=False)


def mail_server(port):
    backend = "privacy.adapters.smtp.EmailBackend"
    with pytest.raises(SMTPServerDisconnected, match="timed out"):
        get_connection(backend, host="127.0.0.1", port=port, timeout=SHORT).open()


def scanner(port):
    asked = virus_scanner.Clamd(host="127.0.0.1", port=port, answer_seconds=SHORT)
    assert asked.scan(b"a file") == Verdict.AWAY


def register(port):
    asked = entity_register.register_at(f"http://127.0.0.1:{port}")
    assert (
        asked.__class__(asked.make, connect_seconds=SHORT, read_seconds=SHORT).unit("310000035").heard == Heard.NOTHING
    )


def database(port):
    options = {**settings.DATABASES["default"]["OPTIONS"], "connect_timeout": 2}  # the least libpq takes
    given = {**connection.settings_dict, "HOST": "127.0.0.1", "PORT": str(port), "OPTIONS": options}
    with pytest.raises(OperationalError, match="timeout"):
        DatabaseWrapper(given, "other").ensure_connection()


@pytest.mark.asvs("CFG-14")
@pytest.mark.parametrize("call", [cache, broker, mail_server, scanner, register, database])
def test_who_hangs_holds_nobody(call, db):
    began = time.monotonic()

    with somebody_who_takes_and_never_answers() as port:
        call(port)

    assert time.monotonic() - began < 8


@pytest.mark.asvs("CFG-14")
@pytest.mark.parametrize(("silent_for", "waited_for"), [(60, 1), (0, 4)], ids=["as it is", "without a memory"])
def test_a_cache_that_hangs_is_waited_for_once(monkeypatch, silent_for, waited_for):
    monkeypatch.setattr(ports, "SLOW", SHORT / 2)
    monkeypatch.setattr(ports, "SILENT_FOR", silent_for)

    with counted_visits() as (port, visits):
        for _ in range(4):
            cache(port)

    assert len(visits) == waited_for


def test_whoever_waited_for_the_cache_does_not_wait_for_the_broker(monkeypatch, caplog):
    monkeypatch.setattr(ports._Line, "silent_until", time.monotonic() + 60)

    ports._send("privacy.jobs.purge", ())

    assert [line.getMessage() for line in caplog.records] == [
        "privacy.jobs.purge was not nudged: Valkey did not answer a moment ago; the sweep will find it"
    ]


def test_a_broker_that_refuses_at_once_is_asked_the_next_time_too():
    ports.note_silence(since=time.monotonic())

    assert ports.is_silent() is False


@pytest.mark.django_db
@pytest.mark.asvs("CFG-14")
def test_a_statement_that_never_ends_is_ended():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "10min", connection.settings_dict["OPTIONS"]


@pytest.mark.asvs("CFG-14")
def test_the_readme_says_what_the_program_does():
    rows = re.findall(
        r"^\| ([\w, ]+) \| (\d+) s \| (\d+) s[^|]* \| ([^|]+) \|$", (ROOT / "README.md").read_text(), re.M
    )
    told = {name: (int(connect), int(answer), tries) for name, connect, answer, tries in rows}

    cached, brokered = settings.CACHES["default"]["OPTIONS"], settings.CELERY_BROKER_TRANSPORT_OPTIONS
    statement = re.search(r"statement_timeout=(\d+)s", stores.IN_TIME["options"])[1]
    assert {name: row[:2] for name, row in told.items()} == {
        "PostgreSQL": (stores.IN_TIME["connect_timeout"], int(statement)),
        "Valkey, cache": (cached["socket_connect_timeout"], cached["socket_timeout"]),
        "Valkey, broker": (brokered["socket_connect_timeout"], brokered["socket_timeout"]),
        "mail server": (settings.EMAIL_TIMEOUT, settings.EMAIL_TIMEOUT),
        "S3": (ANSWER_IN_TIME.connect_timeout, ANSWER_IN_TIME.read_timeout),
        "virus scanner": (virus_scanner.CONNECT_SECONDS, virus_scanner.ANSWER_SECONDS),
        "Enhetsregisteret": (entity_register.CONNECT_SECONDS, entity_register.READ_SECONDS),
        "Sentry": (HttpTransport.TIMEOUT, HttpTransport.TIMEOUT),
    }
    minutes = [pause.total_seconds() / 60 for pause in delivery.BACK_OFF]
    assert told["mail server"][2].startswith(str(len(minutes) + 1))
    assert [float(each) for each in re.findall(r"\d+", told["mail server"][2])[1:]] == minutes
    assert [pause.total_seconds() / 60 for pause in scanning.BACK_OFF] == [1, 5, 15, 60]
    assert ANSWER_IN_TIME.retries["total_max_attempts"] == 2 and told["S3"][2] == "2"
    assert entity_register.TRIES == 2 and brokered["max_retries"] == 0


@pytest.mark.asvs("CFG-14")
def test_nothing_else_of_the_program_calls_outside():
    """Whoever opens a line to somewhere is on this list, and in the README."""
    opens = re.compile(
        r"Redis\.from_url|create_connection\(|HTTPS?Connection\b|socket\.socket\((?!fileno=)|smtplib\.SMTP\b|S3Storage\b|urlopen\("
        r"|^(?:import|from) (?:requests|httpx|urllib3|aiohttp|ftplib|paramiko|imaplib|poplib)\b|sentry_sdk\.init",
        re.MULTILINE,
    )
    found = {
        str(path.relative_to(ROOT))
        for folder in ("candidates", "clients", "privacy", "fremrykk")
        for path in (ROOT / folder).rglob("*.py")
        if "fremrykk/local/" not in str(path) and opens.search(path.read_text())
    }

    assert found == {
        "candidates/adapters/virus_scanner.py",
        "clients/adapters/entity_register.py",
        "fremrykk/logs/faults.py",
        "fremrykk/operation/numbers.py",
        "fremrykk/operation/probes.py",
        "privacy/adapters/smtp.py",
        "privacy/queries/residue/outside.py",
        "privacy/storage/bucket.py",
    }
