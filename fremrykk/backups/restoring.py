"""Restoring: the database whole or not at all, then the files it names, then whatever the journal lost.

Afterwards the database is older than the journal, so the fence is closed: `manage.py replay` opens it.
"""

import datetime
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from fremrykk import database_roles
from fremrykk.backups import copies, manifests, programs
from fremrykk.backups.boxes import BoxKey
from fremrykk.backups.manifests import Manifest
from fremrykk.backups.places import Places
from privacy.actions import delivery, replay
from privacy.storage.sealing import OpenedFile

# Of other roles' sessions the owner is shown the role alone, not even that they are clients; 10 is the server itself (autovacuum).
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND (backend_type = 'client backend' OR (backend_type IS NULL AND usesysid <> 10))"
)
LAST_WORDS = 5  # seconds the connections of programs that were just stopped may take to close
EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


class Refused(Exception):
    """Why nothing was done, in a sentence."""


@dataclass(frozen=True)
class How:
    """Whether what the database holds may go, whether everything stood still since the backup (else mails that waited then
    may have been sent), whether files are brought back, and by how many connections.

    More than one need the dump opened in a file meanwhile: `through` is the folder for it, on an encrypted disk.
    """

    replace: bool = False
    nothing_since: bool = False
    with_files: bool = True
    jobs: int = 1
    through: Path | None = None


@dataclass(frozen=True)
class Done:
    """How many files and segments were brought back, the files the copy lacks, and mails that may have been sent since."""

    files: int
    lost: list[str]
    segments: int
    in_doubt: int


def restore(manifest: Manifest, places: Places, key: BoxKey, how: How, *, at: datetime.datetime) -> Done:
    """Raises `Refused` before anything is changed; `Failed` leaves an empty database, to be restored once more."""
    refuse_other_key(manifest, key)
    refuse_other_program(manifest)
    _refuse_others_work(how.replace)
    if how.with_files:
        _refuse_without_storage()
    manifests.refuse_unless_whole(manifest, places)
    with _opened(manifest, places, key) as dump:
        dump.read(1)  # the right key, before the old data go
        dump.seek(0)
        _pour(dump, how)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    replay.end_sessions()
    in_doubt = 0 if how.nothing_since else delivery.doubt_all(at=at)
    given, lost = copies.give_files(places, places.database / f"{manifest.name}.files") if how.with_files else (0, [])
    return Done(given, lost, copies.give_journal(places), in_doubt)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED)


def _pour(dump: OpenedFile, how: How) -> None:
    if how.jobs == 1:
        _empty()
        with programs.ended(programs.restore()) as program:
            shutil.copyfileobj(dump, cast(IO[bytes], program.stdin), 1 << 20)
        return
    with tempfile.NamedTemporaryFile(dir=how.through, prefix="fremrykk-dump-") as plain:
        shutil.copyfileobj(dump, plain, 1 << 20)
        plain.flush()
        _empty()
        try:
            with programs.ended(programs.restore_by_many(Path(plain.name), how.jobs)):
                pass
        except programs.Failed:
            _empty()  # never half
            raise


def refuse_other_key(manifest: Manifest, key: BoxKey) -> None:
    if key.public != manifest.sealed_for:
        raise Refused(
            f"This backup was sealed for the key {manifest.sealed_for.partition(':')[0]}, and this is {key.name}."
        )
    if missing := manifests.keys_that_miss(manifest):
        raise Refused(
            f"FIELD_KEYS lacks what this backup was made with ({', '.join(missing)}): put it back from the safe. "
            "Without it neither its files nor its sealed fields can be read."
        )


def refuse_other_program(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := set(manifest.migrations) - known:
        raise Refused(f"This backup was taken by another version ({manifest.program}; {min(newer)}): run that one.")


def _others() -> int:
    """How many are connected beside us, after those who are just leaving have left."""
    until = time.monotonic() + LAST_WORDS
    while True:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            others = int(cursor.fetchone()[0])
        if not others or time.monotonic() > until:
            return others
        time.sleep(0.2)


def _refuse_others_work(replace: bool) -> None:
    try:
        database_roles.refuse_too_little()
    except database_roles.MayTooLittle as error:
        raise Refused(str(error).replace("`migrate`", "`restore`")) from None
    if others := _others():
        raise Refused(f"{others} others are connected to this database: stop web, worker, beat and metrics first.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('privacy_subject') IS NOT NULL")
        if cursor.fetchone()[0] and not replace:
            cursor.execute("SELECT count(*) FROM privacy_subject")
            if persons := cursor.fetchone()[0]:
                raise Refused(
                    f"This database holds {persons} persons. --replace deletes them and all else in it first."
                )


def _refuse_without_storage() -> None:
    """A file is written and removed: found out before the database is filled, not after."""
    storage = storages["files_raw"]
    try:
        storage.delete(storage.save("restore", ContentFile(b"restore")))
    except Exception as error:  # whatever it is: told by its kind, since its text could hold an address
        raise Refused(
            f"STORAGE_URL takes no file ({type(error).__name__}): start the object store, and make its bucket "
            "(manage.py make_bucket) if it is new. Nothing was changed."
        ) from None


@contextmanager
def _opened(manifest: Manifest, places: Places, key: BoxKey) -> Iterator[OpenedFile]:
    name = f"{manifest.name}.dump"
    path = places.database / name
    with path.open("rb") as sealed, OpenedFile(sealed, name=name, sealed_size=path.stat().st_size, ring=key) as opened:
        yield opened
