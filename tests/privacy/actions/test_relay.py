"""The journal is written outside once, in order, and a crash in between loses and doubles nothing."""

import datetime
import json
import uuid

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F

from privacy.actions import journal, relay
from privacy.choices import JournalKind
from privacy.models import JournalEntry, JournalHead
from privacy.queries import journals
from tests.factories import NOW

pytestmark = pytest.mark.django_db

PERSON = uuid.UUID(int=7)


def note(count=1):
    for number in range(count):
        journal.note(JournalKind.RELEASED, subject_id=PERSON, at=NOW, number=number)


def outside():
    _folders, names = storages["journal"].listdir("")
    return sorted(names)


def test_what_waits_is_written_in_order_and_waits_no_longer(monkeypatch):
    monkeypatch.setattr(relay, "MOST", 2)
    note(3)

    written = relay.write(at=NOW)

    assert (written, outside(), JournalEntry.objects.count()) == (3, ["000000000001.json", "000000000002.json"], 0)
    segments = [json.loads(journals.read(number)) for number in (1, 2)]
    assert [entry["details"]["number"] for segment in segments for entry in segment["entries"]] == [0, 1, 2]
    assert JournalHead.objects.get().number == 2


def test_each_segment_is_built_on_the_one_before():
    for _ in range(2):
        note()
        relay.write(at=NOW)
        before = json.loads(journals.read(JournalHead.objects.get().number))["before"]

    assert before != ""
    assert len(JournalHead.objects.get().digest) == 64


def test_nothing_waiting_writes_nothing():
    assert (relay.write(at=NOW), outside()) == (0, [])


def test_a_crash_between_file_and_commit_doubles_nothing():
    note(2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        relay.write(at=NOW)
        raise ZeroDivisionError
    assert (JournalEntry.objects.count(), JournalHead.objects.get().number, outside()) == (2, 0, ["000000000001.json"])
    assert journals.is_ahead() is False
    note()

    relay.write(at=NOW)

    assert (outside(), JournalEntry.objects.count()) == (["000000000001.json", "000000000002.json"], 0)


def test_a_segment_this_database_did_not_write_stops_the_relay():
    note()
    relay.write(at=NOW)
    JournalHead.objects.update(number=0, digest="")
    note()

    assert journals.is_ahead() is True
    with pytest.raises(relay.JournalIsAhead):
        relay.write(at=NOW)
    assert JournalEntry.objects.count() == 1


def test_the_lag_is_the_age_of_the_oldest_entry():
    assert journals.lag(NOW) == datetime.timedelta()
    note()

    assert journals.lag(NOW + datetime.timedelta(minutes=3)) == datetime.timedelta(minutes=3)


def test_looking_whether_the_journal_is_ahead_lists_nothing(monkeypatch):
    note()
    relay.write(at=NOW)
    monkeypatch.setattr(storages["journal"], "listdir", lambda path: 1 / 0)

    assert journals.is_ahead() is False
    JournalHead.objects.update(number=F("number") - 1)
    assert journals.is_ahead() is True
