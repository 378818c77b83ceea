"""Files without a row go, however often it takes; storage and database are held against each other."""

import datetime
import os
import shutil
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from privacy.actions import files
from privacy.choices import AlarmCode
from privacy.models import FileCheck, FileTombstone
from privacy.queries import vitals
from privacy.storage import EncryptedStorage
from tests.factories import NOW, DocumentFactory, FileTombstoneFactory

pytestmark = pytest.mark.django_db

LATER = NOW + files.BACK_OFF
DAYS = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A storage of the test's own; the files are sealed as always."""
    raw = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}
    return tmp_path


def stored(content=b"CV"):
    return storages["files"].save("cv.pdf", ContentFile(content))


def grown_old(folder, name, age=2 * DAYS):
    then = time.time() - age.total_seconds()
    os.utime(folder / name, (then, then))


def tombs():
    return list(FileTombstone.objects.order_by("pk").values_list("name", "attempts", "last_error"))


def test_a_buried_file_is_removed_with_its_tombstone(folder):
    name = stored()
    files.bury(name, at=NOW)

    assert files.sweep(at=NOW) == 1

    assert ((folder / name).exists(), tombs()) == (False, [])


def test_a_file_that_is_not_there_is_done():
    FileTombstoneFactory(name="aa/gone")

    assert files.sweep(at=NOW) == 1

    assert tombs() == []


def test_a_file_buried_twice_has_one_tombstone_and_no_name_has_none():
    for name in ("aa/1", "aa/1", ""):
        files.bury(name, at=NOW)

    assert tombs() == [("aa/1", 0, "")]


def test_a_storage_that_fails_is_asked_again_later_and_the_others_go_on(folder, caplog):
    blocked, free = FileTombstoneFactory(name="blocked"), stored()
    (folder / "blocked").mkdir()
    (folder / "blocked" / "inside").touch()  # a folder that is not empty: the disk says no
    files.bury(free, at=NOW)

    assert files.sweep(at=NOW) == 1

    assert tombs() == [("blocked", 1, "OSError")]
    assert FileTombstone.objects.get().next_at == LATER
    assert caplog.messages == [f"file tombstone {blocked.pk}: OSError"]


def test_it_is_not_asked_before_and_is_done_once_the_storage_is_mended(folder):
    FileTombstoneFactory(name="blocked")
    (folder / "blocked").mkdir()
    (folder / "blocked" / "inside").touch()
    files.sweep(at=NOW)

    files.sweep(at=LATER - datetime.timedelta(seconds=1))
    assert tombs() == [("blocked", 1, "OSError")]
    files.sweep(at=LATER)
    assert tombs() == [("blocked", 2, "OSError")]
    (folder / "blocked" / "inside").unlink()
    done = files.sweep(at=LATER + files.BACK_OFF)

    assert (done, tombs()) == (1, [])


def test_an_unknown_storage_stops_nobody_else(caplog):
    FileTombstoneFactory(storage="no such storage", name="aa/1")
    FileTombstoneFactory(name="aa/2")

    assert files.sweep(at=NOW) == 1

    assert tombs() == [("aa/1", 1, "InvalidStorageError")]


def test_killed_between_file_and_tombstone_the_next_sweep_ends_it(folder):
    name = stored()
    files.bury(name, at=NOW)
    (folder / name).unlink()  # the sweeper removed the file and died before it could commit

    assert files.sweep(at=NOW) == 1

    assert tombs() == []


@pytest.fixture
def deaf(folder, settings) -> Path:
    """Takes every order to delete, and does nothing."""
    raw = {"BACKEND": "tests.privacy.storage.doubles.Deaf", "OPTIONS": {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}
    return folder


def test_a_file_that_stays_keeps_its_tombstone_is_tried_again_and_becomes_an_alarm(deaf, caplog):
    name = stored()
    files.bury(name, at=NOW)

    assert files.sweep(at=NOW) == 0

    stone = FileTombstone.objects.get()
    assert (stone.attempts, stone.last_error, stone.next_at) == (1, "FileStays", LATER)
    assert caplog.messages == [f"file tombstone {stone.pk}: FileStays"]
    assert files.sweep(at=LATER) == 0
    assert tombs() == [(name, 2, "FileStays")]
    alarms = [AlarmCode.FILES in vitals.wrong(NOW + datetime.timedelta(minutes=minutes)) for minutes in (60, 61)]
    assert alarms == [False, True]


def test_once_the_storage_listens_again_file_and_tombstone_go(deaf, settings):
    name = stored()
    files.bury(name, at=NOW)
    files.sweep(at=NOW)
    raw = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": deaf}}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}

    assert files.sweep(at=LATER) == 1

    assert ((deaf / name).exists(), tombs()) == (False, [])


def test_a_file_without_a_row_is_removed_once_it_is_a_day_old(folder):
    old, young = stored(), stored()
    grown_old(folder, old)

    assert files.reconcile(at=timezone.now()) == (1, [])
    files.sweep(at=timezone.now())

    assert ((folder / old).exists(), (folder / young).exists()) == (False, True)


def test_a_file_whose_row_is_there_stays_however_old(folder):
    document = DocumentFactory(file=stored())
    grown_old(folder, document.file.name, 4000 * DAYS)

    assert files.reconcile(at=timezone.now()) == (0, [])

    assert (tombs(), (folder / document.file.name).exists()) == ([], True)


def is_an_alarm():
    return AlarmCode.FILES_LOST in vitals.wrong(timezone.now())


def test_a_row_without_a_file_is_named_and_left_for_somebody_to_look_at(folder, caplog):
    document = DocumentFactory(file=stored())
    DocumentFactory(file=stored())
    (folder / document.file.name).unlink()

    assert files.reconcile(at=NOW) == (0, [document.file.name])

    assert caplog.messages == [f"a row names a file that is not there: {document.file.name}"]
    assert type(document).objects.filter(pk=document.pk).count() == 1
    assert list(FileCheck.objects.values_list("checked_at", "lost")) == [(NOW, 1)]
    assert is_an_alarm() is True


def test_the_alarm_stands_until_a_look_finds_the_file_there_again(folder):
    document = DocumentFactory(file=stored())
    away = folder / "away"
    (folder / document.file.name).rename(away)
    files.reconcile(at=NOW)

    away.rename(folder / document.file.name)
    assert is_an_alarm() is True  # nobody has looked
    assert files.reconcile(at=NOW) == (0, [])

    assert is_an_alarm() is False


def test_the_alarm_ends_when_the_row_is_gone(folder):
    document = DocumentFactory(file=stored())
    (folder / document.file.name).unlink()
    files.reconcile(at=NOW)

    document.delete()

    assert (files.reconcile(at=NOW), is_an_alarm()) == ((0, []), False)


def test_a_row_erased_while_we_look_is_not_lost(folder, monkeypatch):
    document = DocumentFactory(file=stored())
    (folder / document.file.name).unlink()  # as the sweeper does, once the row is gone

    def gone(storage, name):
        document.delete()
        return False

    monkeypatch.setattr(EncryptedStorage, "exists", gone)

    assert files.reconcile(at=NOW) == (0, [])


def test_a_file_swept_while_we_look_is_no_orphan(folder, monkeypatch):
    name = stored()

    def gone(storage, name):
        raise FileNotFoundError(name)

    monkeypatch.setattr(EncryptedStorage, "get_modified_time", gone)

    assert (files.reconcile(at=timezone.now()), tombs()) == ((0, []), [])
    assert (folder / name).exists()


@pytest.mark.parametrize("most", [1, 2, 1000])
def test_however_few_names_are_looked_at_at_once_each_is_seen(folder, monkeypatch, most):
    monkeypatch.setattr(files, "MOST", most)
    kept = [DocumentFactory(file=stored()) for _ in range(3)]
    orphans = sorted(stored() for _ in range(3))
    buried = stored()
    files.bury(buried, at=NOW)
    for name in [*orphans, buried]:
        grown_old(folder, name)

    assert files.reconcile(at=timezone.now()) == (3, [])

    assert sorted(name for name, *_ in tombs()) == sorted([*orphans, buried])
    assert [(folder / document.file.name).exists() for document in kept] == [True] * 3


def test_who_has_lost_everything_is_told_of_a_thousand(folder, monkeypatch):
    monkeypatch.setattr(files, "MOST", 2)
    for _ in range(3):
        DocumentFactory(file=stored())
    shutil.rmtree(folder)

    _orphans, lost = files.reconcile(at=NOW)

    assert (len(lost), FileCheck.objects.get().lost) == (2, 2)


def test_an_empty_storage_is_no_error(folder, settings):
    raw = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder / "never made"}}
    settings.STORAGES = settings.STORAGES | {"files_raw": raw}

    assert files.reconcile(at=timezone.now()) == (0, [])


def test_a_second_reconciliation_finds_nothing_new(folder):
    grown_old(folder, stored())
    files.reconcile(at=timezone.now())

    assert files.reconcile(at=timezone.now()) == (0, [])

    assert len(tombs()) == 1
