"""What the journal rests on: whole files or none, each written once, there after a crash."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from fremrykk import stores
from privacy.storage.durable import DurableStorage
from tests.source import ROOT

SEGMENT = "000000000042.json"
KINDS = {"durable": "privacy.storage.durable.DurableStorage", "plain": "django.core.files.storage.FileSystemStorage"}
# Writes a first half, says so, and waits to be killed.
WRITER = """
import sys, time
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.module_loading import import_string

class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"x" * 5_000_000
        print("half", flush=True)
        time.sleep(60)

settings.configure(USE_TZ=True)
import_string(sys.argv[1])(location=sys.argv[2]).save(sys.argv[3], Slow(b""))
"""


@pytest.fixture
def storage(tmp_path):
    return DurableStorage(location=str(tmp_path / "journal"))


def read(storage, name):
    with storage.open(name) as opened:
        return opened.read()


def killed_in_mid_write(kind, folder):
    command = [sys.executable, "-c", WRITER, KINDS[kind], str(folder), SEGMENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout.readline() == b"half\n"
        writer.send_signal(signal.SIGKILL)
    return writer.returncode


def test_what_is_written_is_there_for_its_owner_only(storage):
    name = storage.save(SEGMENT, ContentFile(b"{}"))

    assert (name, storage.listdir(""), read(storage, name)) == (SEGMENT, ([], [SEGMENT]), b"{}")
    assert Path(storage.path(name)).stat().st_mode & 0o777 == 0o600
    assert Path(storage.location).stat().st_mode & 0o777 == 0o700


def test_a_taken_name_keeps_its_file(storage):
    storage.save(SEGMENT, ContentFile(b"first"))

    with pytest.raises(FileExistsError):
        storage.save(SEGMENT, ContentFile(b"second"))

    assert (storage.listdir("")[1], read(storage, SEGMENT)) == ([SEGMENT], b"first")


def test_nothing_written_is_changed_or_removed(storage):
    storage.save(SEGMENT, ContentFile(b"{}"))

    with pytest.raises(PermissionError):
        storage.delete(SEGMENT)
    with pytest.raises(PermissionError):
        storage.open(SEGMENT, "wb")

    assert read(storage, SEGMENT) == b"{}"


def test_a_journal_not_begun_is_empty(storage):
    assert storage.listdir("") == ([], [])


def test_of_ten_writers_of_one_name_one_wins(storage):
    ready, told = threading.Barrier(10), []

    def write(number):
        ready.wait()
        try:
            told.append(storage.save(SEGMENT, ContentFile(b"%d" % number * 100_000)))
        except FileExistsError:
            told.append("taken")

    writers = [threading.Thread(target=write, args=[number]) for number in range(10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(told) == [SEGMENT, *["taken"] * 9]
    assert (storage.listdir("")[1], len(set(read(storage, SEGMENT))), storage.size(SEGMENT)) == ([SEGMENT], 1, 100_000)


def test_a_writer_killed_in_mid_write_leaves_nothing_to_see_and_the_next_one_writes(storage):
    assert killed_in_mid_write("durable", storage.location) == -signal.SIGKILL

    assert (storage.listdir(""), storage.exists(SEGMENT)) == (([], []), False)
    storage.save(SEGMENT, ContentFile(b"whole"))
    assert (storage.listdir(""), read(storage, SEGMENT)) == (([], [SEGMENT]), b"whole")


# The negative control: what the test above sees is the doing of the storage.
def test_a_plain_folder_would_show_the_half(tmp_path):
    killed_in_mid_write("plain", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [SEGMENT]


def test_the_bytes_reach_the_disk_before_the_name_and_the_name_before_the_answer(storage, monkeypatch):
    seen, fsync, link = [], os.fsync, os.link

    def forced(handle):
        path = Path(f"/proc/self/fd/{handle}").resolve()
        seen.append(("forced", path.name) if path.is_dir() else ("forced", path.stat().st_size))
        fsync(handle)

    def named(source, path):
        seen.append(("named", path.name))
        link(source, path)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(os, "link", named)

    storage.save(SEGMENT, ContentFile(b"twelve bytes"))

    above = Path(storage.location).parent.name
    assert seen == [("forced", 12), ("named", SEGMENT), ("forced", "journal"), ("forced", above)]


def test_the_programs_journal_is_such_a_storage():
    assert type(storages["journal"]) is DurableStorage


def test_a_bucket_is_an_address_like_a_folder():
    entry = stores.at("s3://key:a%2Fb%2Bc@s3.example.test/journal", folder="x.Folder", bucket="x.Bucket")

    assert entry == {
        "BACKEND": "x.Bucket",
        "OPTIONS": {
            "bucket_name": "journal",
            "access_key": "key",
            "secret_key": "a/b+c",
            "endpoint_url": "https://s3.example.test:443",
        },
    }


def test_without_tls_it_is_reached_only_where_the_address_says_so():
    entry = stores.at("s3+http://key:secret@objects:8333/files", folder="x.Folder", bucket="x.Bucket")

    assert entry["OPTIONS"]["endpoint_url"] == "http://objects:8333"


@pytest.mark.parametrize("address", ["", "file://", "https://key:secret@host/x", "s3://key:secret@host/", "s3:///x"])
def test_an_address_that_is_none_stops_the_program_and_is_not_shown(address):
    with pytest.raises(ImproperlyConfigured) as error:
        stores.at(address, folder="x.Folder", bucket="x.Bucket")

    assert str(error.value) == "A storage is written file:///folder, or s3://key:secret@host/bucket."
