import re
from pathlib import Path

import pytest
from celery import current_app

from candidates import jobs
from candidates.models import Document, SearchWord
from tests.candidates.actions.test_scanning import received
from tests.factories import SearchWordFactory

ROOT = Path(__file__).resolve().parents[2]


def test_every_nudged_name_is_a_task():
    sources = [path.read_text() for app in ("candidates", "clients", "privacy") for path in (ROOT / app).rglob("*.py")]
    nudged = {name for source in sources for name in re.findall(r'nudge\(\s*"([\w.]+)"', source)}

    current_app.loader.import_default_modules()

    assert {"candidates.jobs.scan", "candidates.jobs.read_text", "candidates.jobs.prune_words"} - nudged == set()
    assert nudged - set(current_app.tasks) == set()


def test_the_sweep_alone_brings_a_file_all_the_way(db):
    document = received()

    jobs.scan_waiting()  # scans
    jobs.scan_waiting()  # reads

    fresh = Document.objects.get(pk=document.pk)
    assert (fresh.state, fresh.text_state, fresh.text.splitlines()[0]) == ("unscanned", "read", "Kari Nordmann")


@pytest.mark.parametrize("job", [jobs.scan, jobs.read_text])
def test_a_job_for_what_is_gone_does_nothing(db, job):
    job("00000000-0000-0000-0000-000000000000")

    assert Document.objects.count() == 0


def test_words_of_nobody_are_pruned(db):
    SearchWordFactory(word="perlefisk")

    jobs.prune_words()

    assert SearchWord.objects.count() == 0
