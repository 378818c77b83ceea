"""Killed while it exchanges files: each is whole under the one key or the other, and the next run does the rest."""

import os
import signal
import subprocess
import sys
import time

import pytest

from candidates.models import Document
from candidates.models.document import document_storage
from privacy.queries import keys
from tests.accounts.test_rotate_keys import CONTENT, NEW, rotate
from tests.factories import CandidateFactory, DocumentFactory
from tests.programs import database_of_the_test
from tests.source import ROOT

PLACE, MANY = "candidates.Document.file", 30


@pytest.mark.skipif(
    os.environ.get("PROVE") != "1", reason="starts a program of its own; in steps it is in test_rotate_keys"
)
@pytest.mark.promise("P21")
def test_killed_among_the_files_it_goes_on_and_the_old_key_may_leave(transactional_db, settings, caplog):
    kari = CandidateFactory()
    names = [DocumentFactory(candidate=kari, content=CONTENT).file.name for _each in range(MANY)]
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    settled = os.environ | {"DATABASE_URL": database_of_the_test(), "FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
    with subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys"], cwd=ROOT, env=settled, stdout=subprocess.PIPE
    ) as run:
        until(lambda: "new" in map(document_storage().key_of, names) or run.poll() is not None)
        run.send_signal(signal.SIGKILL)
        said = run.stdout.read().decode()
    done = keys.counted()[PLACE]["new"]

    status, later = rotate()
    settings.FIELD_KEYS = [NEW]
    read = []
    for document in Document.objects.all():
        with document.file.open() as file:
            read.append(file.read() == CONTENT)

    assert (0 < done < MANY, status, keys.counted()[PLACE]) == (True, 0, {"new": MANY})
    assert f"{PLACE}: {MANY - done} sealed anew" in later
    assert read == [True] * MANY
    secrets = [each.partition(":")[2] for each in settled["FIELD_KEYS"].split(",")]
    assert [secret for secret in secrets for text in (said, later, caplog.text) if secret in text] == []


def until(holds, patience=60):
    deadline = time.monotonic() + patience
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
