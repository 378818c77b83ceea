"""Backups: whole or none, sealed for a key that lies elsewhere, gone in time, and noticed when they stop."""

import datetime
import errno
import io
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from fremrykk import VERSION
from fremrykk.backups import boxes, copies, drilling, manifests, pruning, restoring, taking, watching
from fremrykk.backups.manifests import Manifest, Part
from fremrykk.backups.places import HALF, Busy, Places, whole
from fremrykk.operation import numbers, probes
from privacy.choices import AlarmCode
from privacy.models import RetentionPeriod
from privacy.queries import vitals
from privacy.storage import FileTampered
from privacy.storage.sealing import KeyMissing, OpenedFile, seal
from tests.drill.place import NotBack
from tests.factories import NOW, DocumentFactory, StaffFactory, SubjectFactory
from tests.privacy_fixtures import approve_periods
from tests.source import ROOT

DAY = datetime.timedelta(days=1)


@pytest.fixture
def there(place):
    """Its folders, made."""
    places = Places(place.folder / "backup")
    with places.alone():
        return places


def backup_of(there, at, files=()) -> Manifest:
    """A whole one, made without a database."""
    name = manifests.name_at(at)
    with whole(there.database / f"{name}.dump") as dump:
        dump.write(b"sealed")
    with whole(there.database / f"{name}.files") as listed:
        for file in files:
            (there.files / file).write_bytes(b"12345")
            listed.write(f"5 {file}\n".encode())
    parts = [Part(f"{name}.dump", dump.size, dump.sha256), Part(f"{name}.files", listed.size, listed.sha256)]
    made = Manifest(name, "0", 180000, [], 3, "", manifests.fingerprints(), "key", len(files), 5, parts)
    manifests.write(made, there)
    return made


def names(there):
    return [each.name for each in manifests.all_whole(there)]


# --- Sealed -------------------------------------------------------------------------------------
def test_who_takes_a_backup_cannot_read_it_and_who_has_the_key_can(tmp_path):
    public = boxes.make(tmp_path / "private.key")
    sealed = io.BytesIO()
    box = boxes.Box(public)
    seal(io.BytesIO(b"Kari Nordmann" * 10_000), sealed, name="a.dump", ring=box)
    size = sealed.seek(0, io.SEEK_END)

    def opened(key, name="a.dump"):
        sealed.seek(0)
        return OpenedFile(io.BytesIO(sealed.getvalue()), name=name, sealed_size=size, ring=key).read()

    assert b"Nordmann" not in sealed.getvalue()
    assert opened(boxes.read(tmp_path / "private.key")) == b"Kari Nordmann" * 10_000
    with pytest.raises(KeyMissing):
        opened(boxes.Box(public))
    with pytest.raises(FileTampered):
        opened(boxes.read(tmp_path / "private.key"), name="b.dump")


def test_two_backups_of_the_same_share_nothing(tmp_path):
    public, sealed = boxes.make(tmp_path / "private.key"), [io.BytesIO(), io.BytesIO()]
    for out in sealed:
        seal(io.BytesIO(b"0" * 1000), out, name="a", ring=boxes.Box(public))

    assert sealed[0].getvalue()[-900:] != sealed[1].getvalue()[-900:]


def test_a_new_key_is_for_its_owner_alone_and_never_written_over(tmp_path, settings, capsys):
    path = tmp_path / "private.key"
    call_command("backup", "--new-key", str(path))

    public = capsys.readouterr().out.strip().removeprefix("BACKUP_KEY=")
    assert (boxes.read(path).public, path.stat().st_mode & 0o777) == (public, 0o600)
    with pytest.raises(CommandError, match="never written over"):
        call_command("backup", "--new-key", str(path))


# --- Whole or none ------------------------------------------------------------------------------
def test_what_is_half_written_never_has_the_name_and_goes(there):
    with pytest.raises(OSError, match="no room"), whole(there.database / "a.dump") as out:
        out.write(b"half")
        raise OSError("no room")
    assert [path.name for path in there.database.iterdir()] == [".lock"]

    (there.database / f"{HALF}killed").write_bytes(b"half")
    with there.alone():
        assert [path.name for path in there.database.iterdir()] == [".lock"]


def test_a_backup_without_its_manifest_or_a_part_is_none(there):
    first, second, third = (backup_of(there, NOW + hours * DAY) for hours in (0, 1, 2))
    assert names(there) == [third.name, second.name, first.name]

    (there.database / f"{third.name}.dump").write_bytes(b"se")
    manifests.path_of(second.name, there).unlink()

    assert names(there) == [first.name]


def test_a_changed_part_of_the_same_length_is_found_before_anything_is_restored(there):
    made = backup_of(there, NOW)
    manifests.refuse_unless_whole(made, there)

    (there.database / f"{made.name}.dump").write_bytes(b"SEALED")

    assert names(there) == [made.name]
    with pytest.raises(manifests.NotWhole, match=f"{made.name}.dump"):
        manifests.refuse_unless_whole(made, there)


def test_a_damaged_manifest_vouches_for_nothing(there):
    made = backup_of(there, NOW)
    path = manifests.path_of(made.name, there)
    for text in ("", "[]", "{}", path.read_text().replace('"size"', '"length"')):
        path.write_text(text)
        assert names(there) == []


def test_two_at_once_are_one(there):
    with there.alone(), pytest.raises(Busy), there.alone():
        pass


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from pathlib import Path
from fremrykk.backups.places import whole
try:
    with whole(Path(sys.argv[1]) / "a.dump") as out:
        for _ in range(100):
            out.write(bytes(10_000))
except OSError as error:
    print(error.strerror)
"""


def test_a_disk_that_takes_no_more_leaves_nothing(tmp_path):
    ended = subprocess.run([sys.executable, "-c", FULL, tmp_path], cwd=ROOT, check=True, capture_output=True, text=True)

    assert (ended.stdout.strip(), list(tmp_path.iterdir())) == ("File too large", [])


# --- Files and journal --------------------------------------------------------------------------
def taken(there, **how):
    with whole(there.database / "x.files") as listed:
        return copies.take_files(there, listed, **how)


def test_files_are_copied_once_listed_each_time_and_given_back(there):
    storage = storages["files_raw"]
    for name in ("ab/one", "ab/two", "cd/three"):
        storage.save(name, ContentFile(name.encode()))
    assert taken(there) == (3, 20)
    storage.delete("ab/two")
    assert taken(there) == (2, 14)

    storage.delete("ab/one")
    given = copies.give_files(there, there.database / "x.files")

    with storage.open("ab/one") as kept:
        assert (given, kept.read()) == ((1, []), b"ab/one")
    assert storage.exists("ab/two") is False


def test_a_file_the_copy_lacks_is_named(there):
    storages["files_raw"].save("ab/one", ContentFile(b"one"))
    taken(there)
    storages["files_raw"].delete("ab/one")
    (there.files / "ab/one").write_bytes(b"on")

    assert copies.give_files(there, there.database / "x.files") == (0, ["ab/one"])


@pytest.mark.django_db
def test_only_what_a_row_names_is_brought_back_while_the_program_runs(there, capsys):
    stays, goes, uncopied = (DocumentFactory() for _ in range(3))
    taken(there)
    raw, names_of = storages["files_raw"], [each.file.name for each in (stays, goes, uncopied)]
    (there.files / uncopied.file.name).unlink()
    sealed = (there.files / stays.file.name).read_bytes()
    for name in names_of:
        raw.delete(name)
    type(goes).objects.filter(pk=goes.pk).delete()

    call_command("restore", "--lost-files")

    assert [raw.exists(name) for name in names_of] == [True, False, False]
    with raw.open(stays.file.name) as back:
        assert back.read() == sealed
    assert capsys.readouterr().out.splitlines() == [
        "1 files are brought back; of 1 there is no copy.",
        f"  no file: {uncopied.file.name}",
    ]


def test_what_was_sealed_anew_is_copied_when_asked(there):
    storage = storages["files_raw"]
    storage.save("ab/one", ContentFile(b"one"))
    taken(there)
    storage.replace("ab/one", io.BytesIO(b"ONE"))

    contents = []
    for afresh in (False, True):
        taken(there, afresh=afresh)
        contents.append((there.files / "ab/one").read_bytes())

    assert contents == [b"one", b"ONE"]


def written(*numbers):
    for number in numbers:
        storages["journal"].save(f"{number:012d}.json", ContentFile(b'{"entries": []}'))


def test_the_journal_is_followed_and_loses_only_its_beginning(there):
    written(1, 2, 3)
    assert copies.take_journal(there) == 3
    written(4)
    storages["journal"].remove_oldest(["000000000001.json"])

    assert copies.take_journal(there) == 1
    assert sorted(path.stem for path in there.journal.glob("*")) == [f"{number:012d}" for number in (2, 3, 4)]


@pytest.mark.parametrize("how", ["lost", "another"])
def test_a_journal_that_is_lost_never_takes_its_copy_along(there, place, how):
    written(1, 2)
    copies.take_journal(there)
    for path in (place.folder / "journal").glob("*.json"):
        path.unlink()
    if how == "another":
        storages["journal"].save("000000000002.json", ContentFile(b"{}"))

    with pytest.raises(copies.JournalLost):
        copies.take_journal(there)

    assert len(list(there.journal.glob("*.json"))) == 2
    assert copies.give_journal(there) == (2 if how == "lost" else 1)


# --- Gone in time -------------------------------------------------------------------------------
def test_of_the_last_day_all_stay_then_one_a_day_then_none_but_the_newest(there):
    ages = (0, 0.2, 0.9, 1.5, 1.6, 5, 29, 31, 400)
    made = {age: backup_of(there, NOW - age * DAY, files=[f"of-{age}"]).name for age in ages}

    gone = pruning.prune(there, at=NOW, days=30)

    kept = [made[age] for age in (0, 0.2, 0.9, 1.5, 5, 29)]
    assert (gone, names(there)) == (3, kept)
    assert {path.name for path in there.files.iterdir()} == {f"of-{age}" for age in (0, 0.2, 0.9, 1.5, 5, 29)}
    assert {path.stem for path in there.database.iterdir()} == {*kept, ".lock"}


def test_the_newest_stays_however_old_and_old_leftovers_go(there):
    made = backup_of(there, NOW - 90 * DAY)
    left = there.database / f"{manifests.name_at(NOW - 60 * DAY)}.dump"
    left.write_bytes(b"no manifest")

    pruning.prune(there, at=NOW, days=30)

    assert (names(there), left.exists()) == ([made.name], False)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_loses_what_is_over_before_a_new_one_is_written(there, monkeypatch):
    at = timezone.now()
    newest, _over = (backup_of(there, at - age * DAY) for age in (29, 31))

    def full(*args):
        assert names(there) == [newest.name]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(taking, "_dump", full)
    with pytest.raises(CommandError, match=r"No backup was taken: No space left on device"):
        call_command("backup")

    assert {path.stem for path in there.database.iterdir()} == {newest.name, ".lock"}


@pytest.mark.django_db
def test_no_backup_outlives_the_journal():
    pruning.refuse_too_long(10_000, NOW)  # nobody has approved how long the journal is kept: it stays
    approve_periods(StaffFactory(roles=["manager"]))
    assert RetentionPeriod.objects.get(code="journal").length == 13

    pruning.refuse_too_long(390, NOW)
    with pytest.raises(pruning.KeptTooLong):
        pruning.refuse_too_long(410, NOW)


# --- Refusals -----------------------------------------------------------------------------------
def test_another_key_is_refused_before_anything_is_touched(there, place, settings, tmp_path):
    made, mine = backup_of(there, NOW), boxes.read(place.key_file)
    other = Manifest(**vars(made) | {"sealed_for": boxes.make(tmp_path / "other.key")})
    with pytest.raises(restoring.Refused, match="sealed for the key"):
        restoring.refuse_other_key(other, mine)

    ours = Manifest(**vars(made) | {"sealed_for": mine.public})
    restoring.refuse_other_key(ours, mine)
    settings.FIELD_KEYS = ["test:" + "A" * 43 + "="]
    with pytest.raises(restoring.Refused, match=r"FIELD_KEYS lacks .*\(test\)"):
        restoring.refuse_other_key(ours, mine)


def test_a_backup_of_a_newer_program_is_refused(there):
    made = backup_of(there, NOW)
    restoring.refuse_other_program(made)

    with pytest.raises(restoring.Refused, match="9999_tomorrow"):
        restoring.refuse_other_program(Manifest(**vars(made) | {"migrations": ["privacy.9999_tomorrow"]}))


@pytest.mark.django_db(transaction=True)
def test_a_database_with_people_in_it_is_not_replaced_unless_told(place, there):
    SubjectFactory()
    made = backup_of(there, NOW)
    manifests.write(Manifest(**vars(made) | {"sealed_for": boxes.read(place.key_file).public}), there)

    with pytest.raises(NotBack, match=r"holds 1 persons\. --replace deletes them"):
        place.manage("restore", "--key-file", str(place.key_file))
    with pytest.raises(NotBack, match="must run as the role that owns"):
        place.manage("restore", "--key-file", str(place.key_file), role="fremrykk_app")


def test_where_others_take_them_the_commands_say_so(settings):
    settings.BACKUP_FOLDER = "none"
    for command in ("backup", "restore", "drill"):
        with pytest.raises(CommandError, match="BACKUP_FOLDER says none"):
            call_command(command)


def test_the_drill_is_told_of_nothing_that_lives(tmp_path, monkeypatch):
    lives = {
        "DATABASE_URL": "postgresql://app:word@database:5432/fremrykk",
        "STORAGE_URL": "s3://key:word@files/bucket",
        "JOURNAL_URL": "s3://key:word@journal/bucket",
        "REDIS_URL": "redis://:word@broker:6379/0",
        "EMAIL_URL": "smtp+tls://user:word@mail:587",
        "INBOX_URL": "maildir:///data/inbox",
        "CLAMAV_URL": "tcp://scanner:3310",
        "ENTITY_REGISTER_URL": "https://data.brreg.no",
        "IMPORT_FOLDER": "/data/import",
        "SENTRY_DSN": "https://key@sentry.example.test/1",
    }
    for name, value in lives.items():
        monkeypatch.setenv(name, value)
    told = drilling._apart("fremrykk_drill_1", tmp_path)

    kept = {name for name in lives if told[name] == lives[name]}
    assert kept == set()
    assert (told["EMAIL_URL"], told["DATABASE_URL"]) == (
        "memorymail://",
        "postgresql://app:word@database:5432/fremrykk_drill_1",
    )


# --- Noticed ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_backup_older_than_26_hours_is_an_alarm_and_a_number(there):
    at = timezone.now()
    SubjectFactory(created_at=at - 3 * DAY)
    assert [each.what for each in probes.ask("backups")] == ["There is no whole backup in BACKUP_FOLDER."]
    assert AlarmCode.BACKUPS in vitals.wrong(at)

    made = backup_of(there, at - 25 * DAY / 24)
    assert (probes.ask("backups"), AlarmCode.BACKUPS in vitals.wrong(at)) == ([], False)
    assert {each.name: each.value for each in numbers.of_backups()} == {
        "backup_last_seconds": made.taken_at.timestamp(),
        "backup_bytes": sum(part.size for part in made.parts),
    }
    later = at + 2 * DAY / 24
    assert (watching.is_late(later), AlarmCode.BACKUPS in vitals.wrong(later)) == (True, True)


@pytest.mark.django_db
def test_a_journal_nobody_copies_is_told(there):
    backup_of(there, timezone.now())
    written(1)
    assert probes.ask("backups") == []

    assert watching.is_journal_behind(timezone.now() + DAY / 12, there) is True
    copies.take_journal(there)
    assert watching.is_journal_behind(timezone.now() + DAY / 12, there) is False


def test_where_others_take_them_nothing_is_late(settings):
    settings.BACKUP_FOLDER = "none"

    assert (probes.ask("backups"), numbers.of_backups(), watching.is_late(NOW)) == ([], [], False)


def test_the_program_says_which_version_it_is():
    told = next(line for line in (ROOT / "pyproject.toml").read_text().splitlines() if line.startswith("version"))

    assert told == f'version = "{VERSION}"'
