"""The numbers a monitor reads: right, few questions, and about nobody."""

import datetime
import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from fremrykk.operation import metrics, probes, runs
from fremrykk.timetable import TIMETABLE
from privacy import jobs
from tests.factories import CandidateFactory, DocumentFactory, OutgoingMailFactory
from tests.programs import database_of_the_test

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def read() -> dict[tuple[str, str], float]:
    registry = CollectorRegistry()
    registry.register(metrics.Numbers())
    return parsed(generate_latest(registry).decode())


def parsed(text: str) -> dict[tuple[str, str], float]:
    return {
        (each.name.removeprefix("fremrykk_"), "".join(each.labels.values())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """The test's own transaction is what is read."""
    monkeypatch.setattr(metrics, "close_old_connections", lambda: None)


def test_what_waits_is_counted_with_the_age_of_the_oldest():
    now = timezone.now()
    OutgoingMailFactory(state="queued", created_at=now - 2 * HOUR)
    OutgoingMailFactory(state="failed", created_at=now - HOUR)
    DocumentFactory(state="received", uploaded_at=now - HOUR)

    found = read()

    assert [found[name, ""] for name in ("mails_waiting", "mails_failed", "scan_waiting", "requests_overdue")] == [
        1,
        1,
        1,
        0,
    ]
    assert (found["mails_oldest_seconds", ""] // 3600, found["scan_oldest_seconds", ""] // 3600) == (2, 1)
    assert (found["alarm", "mails"], found["alarm", "braked"]) == (1, 0)
    assert (found["up", "database"], found["up", "broker"], found["purge_last_end_seconds", ""]) == (1, 1, 0)


def test_each_job_of_the_timetable_has_its_last_end_and_whether_it_is_late():
    runs.note(sender=type("Task", (), {"name": "privacy.jobs.purge"}), state="SUCCESS")

    found = read()

    assert {job for name, job in found if name == "job_late"} == {*TIMETABLE}
    assert time.time() - found["job_last_end_seconds", "purge"] < 60
    assert found["job_last_end_seconds", "seal-trail"] == 0


def test_a_part_that_does_not_answer_is_down_and_the_others_are_read(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    found = read()

    assert (found["up", "broker"], found["up", "database"]) == (0, 1)
    assert ("queue_length", "") not in found


def test_more_people_mean_no_more_questions(django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as few:
        read()
    for _ in range(5):
        OutgoingMailFactory(state="queued", created_at=timezone.now())
        DocumentFactory(state="received", uploaded_at=timezone.now())

    with django_assert_num_queries(len(few)):
        read()


def test_the_numbers_name_nobody():
    candidate = CandidateFactory(first_name="Kanarinavn")
    OutgoingMailFactory(state="failed", created_at=timezone.now(), to="kanari@example.test", subject=candidate.subject)
    registry = CollectorRegistry()
    registry.register(metrics.Numbers())

    text = generate_latest(registry).decode()

    assert re.findall(r"(?i)kanari|@|[0-9a-f]{8}-[0-9a-f]{4}", text) == []


@pytest.mark.django_db(transaction=True)
def test_the_command_serves_them_until_it_is_told_to_stop():
    environment = os.environ | {"DATABASE_URL": database_of_the_test()}
    command = [sys.executable, "manage.py", "serve_metrics", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as served:
        address = served.stdout.readline().split()[-1]
        with urllib.request.urlopen(address, timeout=30) as answer:
            found = parsed(answer.read().decode())
        served.terminate()
        ended = served.wait(30)

    assert (ended, found["up", "database"], found["mails_waiting", ""]) == (0, 1, 0)


def test_a_real_worker_answers_and_a_job_it_ran_is_noted(worker):
    jobs.send_mails.delay()

    deadline = time.monotonic() + 30
    while runs.last()["send-mails"] is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (runs.last()["send-mails"] is not None, probes.ask("worker")) == (True, [])
