"""Taking a backup: the database as one moment sees it, then the files, then the journal, and last of all the manifest.

In this order a row finds its file and a dump its journal: what happened in between is an extra file or a further segment,
which a restore removes or does again. Whatever goes wrong, nothing is left that could be taken for a backup.
"""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from fremrykk import VERSION
from fremrykk.backups import copies, manifests, programs, pruning
from fremrykk.backups.boxes import Box
from fremrykk.backups.manifests import Manifest, Part
from fremrykk.backups.places import Counted, Places, whole
from privacy.models import JournalHead
from privacy.storage.sealing import seal


def take(*, at: datetime.datetime, places: Places, key: str, days: int, afresh: bool = False) -> tuple[Manifest, int]:
    """A whole backup under the name of its moment, and how many went that were over, after so many `days`.

    They go first as well: on a full disk no new one would ever be written. Raises `Busy`, `JournalLost`, `Failed`, OSError.
    """
    with places.alone():
        copies.refuse_if_lost(places)
        gone = pruning.prune(places, at=at, days=days)
        manifest = _taken(manifests.name_at(at), places, key, afresh)
        gone += pruning.prune(places, at=at, days=days)
    return manifest, gone


def _taken(name: str, places: Places, key: str, afresh: bool) -> Manifest:
    with _snapshot() as snapshot:
        head = JournalHead.objects.get()
        migrations = sorted(f"{app}.{step}" for app, step in MigrationRecorder(connection).applied_migrations())
        dump = _dump(places, f"{name}.dump", snapshot, Box(key))
    with whole(places.database / f"{name}.files") as out:
        count, size = copies.take_files(places, out, afresh=afresh)
    copies.take_journal(places)
    manifest = Manifest(
        name=name,
        program=VERSION,
        server=connection.connection.info.server_version,
        migrations=migrations,
        journal=head.number,
        digest=head.digest,
        keys=manifests.fingerprints(),
        sealed_for=key,
        files=count,
        bytes=size,
        parts=[dump, _part(f"{name}.files", out)],
    )
    manifests.write(manifest, places)
    return manifest


def follow(*, places: Places) -> int:
    """Only what is copied more often than the database: new files, and what the journal says since. Returns how many segments."""
    with places.alone():
        copies.take_files(places, Counted(io.BytesIO()))
        return copies.take_journal(places)


@contextmanager
def _snapshot() -> Iterator[str]:
    """One moment of the database, which other connections can be told to look at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _dump(places: Places, name: str, snapshot: str, box: Box) -> Part:
    """Sealed while it is written: nothing plain touches the disk."""
    with whole(places.database / name) as out, programs.ended(programs.dump(snapshot)) as program:
        seal(cast(IO[bytes], program.stdout), cast(IO[bytes], out), name=name, ring=box)
    return _part(name, out)


def _part(name: str, out: Counted) -> Part:
    return Part(name, out.size, out.sha256)
