"""The real clock: that it knows the hour, that every entry is a task, and that it really starts the purge."""

import os
import re
import sys
import time
from pathlib import Path

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings

from fremrykk.local.children import start, stop
from privacy.models import PurgeRun
from tests.programs import database_of_the_test

ROOT = Path(__file__).parents[2]
BEAT = [sys.executable, "-m", "celery", "-A", "fremrykk.celery:app", "beat", "--loglevel", "INFO"]
PATIENCE = 60


def test_the_purge_runs_at_three_in_the_night_in_oslo():
    entry = settings.CELERY_BEAT_SCHEDULE["purge"]

    assert entry == {"task": "privacy.jobs.purge", "schedule": crontab(hour=3, minute=0)}
    assert settings.CELERY_TIMEZONE == "Europe/Oslo"


def test_every_entry_of_the_clock_is_a_task():
    current_app.loader.import_default_modules()

    assert [
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] not in current_app.tasks
    ] == []


def test_whatever_a_lost_nudge_left_is_found_within_five_minutes():
    sweeps = ("remove-files", "send-mails", "scan-documents", "prune-words")
    schedules = [settings.CELERY_BEAT_SCHEDULE[name]["schedule"] for name in sweeps]

    gaps = [max(b - a for a, b in zip(minutes, [*minutes[1:], minutes[0] + 60], strict=True))
            for minutes in (sorted(schedule.minute) for schedule in schedules)]  # fmt: skip
    assert [gap for gap in gaps if gap > 5] == []
    assert [len(schedule.hour) for schedule in schedules] == [24] * 4


@pytest.mark.django_db(transaction=True)
def test_the_real_clock_starts_the_purge_and_the_worker_runs_it(approved_periods, worker, tmp_path):
    environment = os.environ | {
        "DATABASE_URL": database_of_the_test(),
        "DJANGO_SETTINGS_MODULE": "tests.fixture_apps.soon",
        "PYTHONPATH": str(ROOT),
    }
    log = tmp_path / "beat.log"
    with log.open("wb") as output:
        beat = start([*BEAT, "--schedule", str(tmp_path / "beat")], env=environment, output=output)
    try:
        deadline = time.monotonic() + PATIENCE
        while not PurgeRun.objects.filter(ended_at__isnull=False).exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    finally:
        stop(beat)

    assert re.findall(r'"event": "job", "task": "([^"]+)", "outcome": "(\w+)"', worker.read_text())[:1] == [
        ("privacy.jobs.purge", "done")
    ]
    run = PurgeRun.objects.order_by("id").first()
    assert (run.is_dry_run, run.due, run.failed) == (False, 0, 0)
