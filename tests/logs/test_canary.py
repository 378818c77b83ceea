"""A person whose every word occurs nowhere else goes through the program: no log, queue, cache or error mail has any of it."""

import base64
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from prometheus_client import CollectorRegistry, generate_latest
from redis import Redis

from candidates.models import Document
from fremrykk.operation import metrics
from privacy.models import OutgoingMail
from tests.accounts import logins
from tests.candidates.test_presentations import CODE, code_of, draft, drafted, link_of, sent  # noqa: F401
from tests.files import pdf_cv
from tests.privacy.residue.doors import browser, come_in
from tests.privacy.residue.marks import Marks
from tests.smtp import letter_box

TOKEN = re.compile(r"https?://\S+?/([A-Za-z0-9_:=.-]{16,})/")
BODY = re.compile(r'body\\*": ?\\*"([A-Za-z0-9+/=]+)')
PATIENCE = 60


@contextmanager
def everything_said_to_valkey() -> Iterator[list[str]]:
    """Each command with its words, whoever gives it: keys and values of the cache, tasks with their arguments."""
    heard: list[str] = []
    with Redis.from_url(settings.REDIS_URL) as valkey, valkey.monitor() as monitor:

        def listen() -> None:
            for command in monitor.listen():
                if command["command"].startswith("ECHO that is all"):
                    return
                heard.append(command["command"])

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield heard
        finally:
            with Redis.from_url(settings.REDIS_URL) as other:
                other.echo("that is all")
            thread.join(10)


def unpacked(commands: list[str]) -> str:
    """A task's arguments are packed in letters and digits."""
    return "\n".join(
        [*commands, *(base64.b64decode(body).decode() for text in commands for body in BODY.findall(text))]
    )


def known_in(marks: list[str], text: str) -> set[str]:
    return {mark for mark in marks if mark.lower() in text.lower()}


def wait_until(done, what):
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        time.sleep(0.1)


@pytest.fixture
def mail_server(monkeypatch):
    """It knows nobody, says so with the address, and may later: each mail fails, and none is given up."""
    with letter_box() as box:
        box.answers["RCPT"] = "450 4.2.1 no room for qvbbbbbzqx@example.test"
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{box.port}")
        yield box


@pytest.fixture
def worker_log(mail_server, request):
    return request.getfixturevalue("worker")


def ask_for_everything(marks: Marks) -> list[str]:
    """A right asked for by form, a login tried with a password of one's own, and a page that breaks over what it was sent."""
    stranger, password, email = browser(marks), marks.word(), marks.email()
    stranger.raise_request_exception = False
    stranger.post("/personvern/krav/", {"right": "access", "email": email, "message": marks.word()})
    stranger.post("/konto/login/", {"login": email, "password": password})
    cv = SimpleUploadedFile(f"{marks.word()}.pdf", pdf_cv([marks.word()]), "application/pdf")
    broken = stranger.post(
        f"/feil/{marks.word()}/?q={marks.word()}", {"name": marks.word(), "phone": marks.phone(), "cv": cv}
    )
    assert broken.status_code == 500
    return TOKEN.findall("\n".join(OutgoingMail.objects.values_list("body_text", flat=True)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("LOG-03", "LOG-02")
def test_nothing_of_a_person_is_in_a_log_a_queue_a_cache_or_an_error_mail(approved_periods, worker_log, said, settings):
    settings.ROOT_URLCONF = "tests.logs.broken_urls"
    settings.ADMINS = [("Drift", "drift@example.test")]
    marks = Marks(0)

    with everything_said_to_valkey() as heard:
        come_in(marks)
        tokens = ask_for_everything(marks)
        wait_until(
            lambda: not Document.objects.filter(text_state="waiting").exists(), f"the text of the CV: {worker_log}"
        )
        wait_until(lambda: OutgoingMail.objects.filter(attempts__gt=0).count() >= 2, f"mails that fail: {worker_log}")

    marks.seek_what_was_said()
    canaries = [*marks.held, *tokens, logins.SECRET, settings.SECRET_KEY]
    web, worker = said(), worker_log.read_text()
    assert len(tokens) >= 2
    assert any("zunionstore" in text.lower() or "lpush" in text.lower() for text in heard)
    assert known_in(canaries, json.dumps(web)) == set()
    assert known_in(canaries, worker) == set()
    assert known_in(canaries, unpacked(heard)) == set()
    assert outbox.outbox == []
    registry = CollectorRegistry()
    registry.register(metrics.Numbers())
    assert known_in(canaries, generate_latest(registry).decode()) == set()
    jobs = [json.loads(line) for line in worker.splitlines() if line.startswith("{")]
    asked_in = {line["request"] for line in web if line["event"] == "request"}
    followed = {line["event"] for line in jobs if line.get("request") in asked_in}
    assert followed >= {"job", "verdict", "mail"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("LOG-03")
def test_a_job_that_fails_says_its_class_and_place_and_not_what_it_was_given(worker):
    current_app.send_task("privacy.jobs.purge", args=["kanarifugl"])

    wait_until(lambda: '"outcome": "failed"' in worker.read_text(), "the job to fail")
    (fault,) = [json.loads(line) for line in worker.read_text().splitlines() if '"fault"' in line]
    assert (fault["event"], fault["fault"]) == ("fault", "builtins.ValueError")
    assert any(place.startswith("privacy/jobs.py:") for place in fault["places"])
    assert "kanarifugl" not in worker.read_text()


@pytest.mark.django_db
@pytest.mark.asvs("LOG-03")
def test_the_word_of_a_link_is_in_no_line(client, sent, said):  # noqa: F811
    address = link_of(sent)
    token = address.rstrip("/").rpartition("/")[2]
    client.get(address)
    client.post(address, CODE)
    client.post(address, {"code": code_of()})
    client.post(f"{address}pdf/")
    client.get(f"{address}x")

    told = said()
    assert {line["route"] for line in told if line["event"] == "request"} >= {"presentation", "take_presentation"}
    assert token not in json.dumps(told)


@pytest.mark.django_db
@pytest.mark.asvs("LOG-04")
def test_nobody_writes_a_line_of_the_log_by_path_name_or_browser(client, said):
    forged = '{"level": "info", "event": "purged"}'
    client.raise_request_exception = False

    client.get(f"/finnes%0d%0a{forged}/", headers={"user-agent": f"x\r\n{forged}", "host": "testserver"})
    client.get("/", headers={"host": f"x\r\n{forged}"})
    client.post("/konto/login/", {"login": f"kari\r\n{forged}@example.test", "password": f"\r\n{forged}"})
    client.get("/presentasjon/a%0d%0ab%85c%E2%80%A8d/")

    told = said()
    assert [line["event"] for line in told if line["event"] == "purged"] == []
    assert "forged" not in json.dumps(told)
    assert len(told) >= 4
