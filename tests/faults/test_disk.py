"""F07: no room on the disk of uploads and files: what is sent is refused in a sentence, no half file stays, all else goes on.

On a limit for files in `make test`, as anybody has it; on a disk of ten megabytes of its own in `make faults`, as root has it.
The disk of the log is in `tests/logs/test_sink.py`, the database's in `test_sink.py` beside this.
"""

import datetime
import tempfile

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from privacy.actions import purge
from privacy.queries import journals
from privacy.storage import EncryptedStorage, StorageAway
from tests.faults.desk import Desk, named
from tests.faults.disks import Disk, can_mount, limited, mounted
from tests.faults.rounds import IS_LONG, SEEDS, noted, often, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("approved_periods")]

KINDS = [limited, mounted] if IS_LONG else [limited]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def disk(request, tmp_path, settings, monkeypatch):
    """The disk under uploads, files and journal."""
    if request.param is mounted and not can_mount():
        pytest.skip("only root may mount a disk: the limit is tried instead")
    with request.param(tmp_path) as small:
        for name in ("files", "journal", "tmp"):
            (tmp_path / name).mkdir()
        kept = {"BACKEND": "privacy.storage.folder.FolderStorage", "OPTIONS": {"location": tmp_path / "files"}}
        journal = {"BACKEND": "privacy.storage.durable.DurableStorage", "OPTIONS": {"location": tmp_path / "journal"}}
        settings.STORAGES = settings.STORAGES | {"files_raw": kept, "journal": journal}
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
        yield small


def stored(disk: Disk) -> set[str]:
    folder = disk.folder / "files"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def half_files(disk: Disk, desk: Desk) -> set[str]:
    """What was begun and came to nothing: in storage, and where uploads wait."""
    buried = {name for each in desk.sent if each.is_erased for name in each.names}
    waiting = {path.name for path in (disk.folder / "tmp").iterdir()}
    return (stored(disk) - named() - buried) | waiting


class Crammed(Desk):
    """People who send while the disk is as full as it comes, and others who want something else of us meanwhile."""

    disk: Disk
    halves: set[str]

    def send_something(self, size: int | None = None) -> None:
        self.disk.fill(self.dice.choice([0, 50_000, 300_000, 900_000, 1_300_000]))
        try:
            self.apply(size)
            assert [Client().get(path).status_code for path in ("/konto/login/", "/stillinger/")] == [200, 200]
            self.halves |= half_files(self.disk, self)
            self.erase()
            assert purge.run(as_of=timezone.localdate(self.at), at=self.at).failed == 0
        finally:
            self.disk.free()


def test_a_disk_without_room_takes_nothing_by_halves_and_loses_nothing(disk):
    refused = taken = 0
    for seed in SEEDS:
        with told("disk", seed) as dice:
            desk = Crammed(dice, f"{disk.__class__.__name__.lower()}{seed}")
            desk.disk, desk.halves = disk, set()
            desk.send_something(size=700_000)
            often(dice, {desk.send_something: 3, desk.turn: 1}, times=8 if IS_LONG else 3)
            desk.apply()
            desk.settle()

            assert (desk.problems(), desk.halves, journals.lag(desk.at)) == ([], set(), datetime.timedelta())
            assert stored(disk) == named()
            refused, taken = refused + desk.refused, taken + len(desk.sent)
    noted(f"disk ({disk.__class__.__name__.lower()})", f"{taken} applications taken, {refused} refused in a sentence")
    assert refused > 0


def half_left(self, name, sealed):
    return storages["files_raw"].save(name, File(sealed))


@pytest.mark.parametrize("put", [EncryptedStorage._put, half_left])
def test_a_storage_that_leaves_its_half_is_found_out(disk, monkeypatch, put):
    monkeypatch.setattr(EncryptedStorage, "_put", put)
    disk.fill(200_000)

    with pytest.raises(StorageAway):
        storages["files"].save("cv", ContentFile(bytes(400_000)))

    disk.free()
    assert len(stored(disk)) == (put is half_left)
