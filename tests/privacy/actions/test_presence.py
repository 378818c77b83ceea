"""A run that was killed is known as such; one that is at work is not taken for it."""

import datetime
import os
import signal
import subprocess
import sys

import pytest
from django.urls import reverse

from privacy.actions import presence, purge
from privacy.models import PurgeRun
from tests.factories import NOW
from tests.programs import database_of_the_test
from tests.workspace import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + datetime.timedelta(hours=1)
AT_WORK = """
import django; django.setup()
import datetime, sys
from privacy.actions import presence
run = presence.begin(as_of=datetime.date(2026, 11, 23), started_at=datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC))
print(run.pk, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def elsewhere():
    """A run at work in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK],
        env=os.environ | {"DATABASE_URL": database_of_the_test()},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline().strip().isdigit()
    yield process
    process.kill()
    process.communicate()


def runs():
    return list(PurgeRun.objects.order_by("pk").values_list("interrupted_at", flat=True))


def test_one_at_work_is_left_alone(elsewhere):
    presence.note_interrupted(at=NOW)

    assert runs() == [None]


def test_one_that_was_killed_is_noted_by_the_next(elsewhere):
    elsewhere.send_signal(signal.SIGKILL)
    elsewhere.wait()

    purge.run(as_of=NOW.date(), at=NOW)
    purge.run(as_of=NOW.date(), at=LATER)

    assert runs() == [NOW, None, None]


def test_one_that_ended_is_never_noted():
    purge.run(as_of=NOW.date(), at=NOW)

    presence.note_interrupted(at=LATER)

    assert runs() == [None]


def test_a_run_that_fails_lets_go_of_its_lock(monkeypatch):
    monkeypatch.setattr(purge, "share", lambda work, hands: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        purge.run(as_of=NOW.date(), at=NOW)

    presence.note_interrupted(at=LATER)

    assert runs() == [LATER]


def test_the_page_says_so(client):
    PurgeRun.objects.create(as_of=NOW.date(), started_at=NOW, interrupted_at=LATER)
    sign_in(client, "manager")

    names = ("admin:retention", "admin:privacy_purgerun_changelist")
    client.cookies["django_language"] = "en"

    pages = [client.get(reverse(name)).content.decode() for name in names]

    assert [page.count(">Interrupted<") for page in pages] == [1, 1]


# --- begun again ---
def owed(at=LATER, *, is_past_its_hour=True):
    return presence.is_owed(as_of=at.date(), at=at, is_past_its_hour=is_past_its_hour)


def test_a_run_of_today_whose_worker_was_killed_is_owed_and_one_at_work_is_not(elsewhere):
    at_work = owed(is_past_its_hour=False)
    elsewhere.send_signal(signal.SIGKILL)
    elsewhere.wait()

    killed = owed(is_past_its_hour=False)
    purge.run(as_of=NOW.date(), at=LATER)

    assert (at_work, killed, owed()) == (False, True, False)


def test_a_run_that_kills_its_worker_each_time_is_not_begun_for_ever():
    for _ in range(presence.MOST_A_DAY):
        assert owed() is bool(PurgeRun.objects.exists())
        PurgeRun.objects.create(as_of=NOW.date(), started_at=NOW, interrupted_at=NOW)

    assert owed() is False


def test_a_night_nobody_heard_is_made_up_for_and_the_first_one_waits_for_its_hour():
    first = owed()
    purge.run(as_of=NOW.date(), at=NOW)
    next_day = NOW + datetime.timedelta(days=1)

    assert (first, owed(next_day), owed(next_day, is_past_its_hour=False)) == (False, True, False)
