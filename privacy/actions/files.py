"""Files whose row is gone: removed after the commit, as often as it takes; and storage held against the database."""

import datetime
import logging
import posixpath
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from privacy import declarations
from privacy.models import FileCheck, FileTombstone
from privacy.storage import FileStays

logger = logging.getLogger(__name__)

BACK_OFF = datetime.timedelta(minutes=10)
GRACE = datetime.timedelta(days=1)  # an upload writes the file first and its row a moment later
FILES = "files"
MOST = 1_000  # names at once


def sweep(*, at: datetime.datetime) -> int:
    """Remove every file that has a tombstone; missing is done, and what stays is tried again. Returns how many are gone."""
    gone = 0
    for pk in (
        FileTombstone.objects.filter(next_at__lte=at).order_by("next_at", "pk").values_list("pk", flat=True)[:5000]
    ):
        gone += _remove(pk, at)
    return gone


@transaction.atomic
def _remove(pk: int, at: datetime.datetime) -> bool:
    stone = FileTombstone.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if stone is None:
        return False
    try:
        _delete(storages[stone.storage], stone.name)
    except Exception as error:  # storage is another machine: whatever it says, we come back
        stone.attempts = F("attempts") + 1
        stone.next_at, stone.last_error = at + BACK_OFF, type(error).__name__
        stone.save(update_fields=["attempts", "next_at", "last_error"])
        logger.error("file tombstone %s: %s", stone.pk, type(error).__name__)
        return False
    stone.delete()
    return True


def _delete(storage: Storage, name: str) -> None:
    """Seen to be gone, not only ordered: the tombstone is all that remembers the file."""
    storage.delete(name)
    if storage.exists(name):
        raise FileStays


def bury(name: str, *, at: datetime.datetime) -> None:
    """Mark a file for removal, in the transaction that lets go of its row."""
    if name:
        FileTombstone.objects.get_or_create(storage=FILES, name=name, defaults={"next_at": at, "created_at": at})


def reconcile(*, at: datetime.datetime) -> tuple[int, list[str]]:
    """Hold storage against the database, both ways; in memory are a thousand names, or those of one folder.

    A file without a row, older than a day, gets a tombstone (a worker died between file and row); a row without a
    file is named in the log, for somebody to look at, and is an alarm until the next look finds the file there or the
    row gone. Returns the number of the first and the names of the second: at most a thousand, then it looks no further.
    """
    storage = storages[FILES]
    orphans = 0
    for names in _batches(_names_in(storage, "")):
        for name in _unknown(names):
            orphans += _bury_if_old(storage, name, at)
    missing = list(islice(lost(), MOST))
    FileCheck.objects.update_or_create(id=1, defaults={"checked_at": at, "lost": len(missing)})
    for name in missing:
        logger.error("a row names a file that is not there: %s", name)
    return orphans, missing


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, MOST)):
        yield batch


def _unknown(names: list[str]) -> list[str]:
    """Those that neither a row nor a tombstone names. Rows are asked first: a row that goes leaves its tombstone."""
    known = {name for rows, field in _rows_with_files() for name in _named(rows, field, names)}
    known |= set(_named(FileTombstone.objects.filter(storage=FILES), "name", names))
    return [name for name in names if name not in known]


def _named(rows: QuerySet[Any], field: str, names: list[str]) -> QuerySet[Any, str]:
    """One value to send, and the index used: for a long list PostgreSQL reads the whole table."""
    return rows.filter(**{f"{field}__in": RawSQL("SELECT unnest(%s::text[])", [names])}).values_list(field, flat=True)


def _bury_if_old(storage: Storage, name: str, at: datetime.datetime) -> bool:
    try:
        is_old = at - storage.get_modified_time(name) > GRACE
    except FileNotFoundError:  # swept since it was listed
        return False
    if is_old:
        bury(name, at=at)
    return is_old


def lost() -> Iterator[str]:
    """Names in rows whose file is not there: not in its folder's list, not when asked for, and the row still is."""
    storage = storages[FILES]
    for rows, field in _rows_with_files():
        names = rows.order_by(field).values_list(field, flat=True).iterator(chunk_size=MOST)
        for folder, within in groupby(names, key=posixpath.dirname):
            present = set(_listed(storage, folder)[1])
            for name in within:
                is_missing = posixpath.basename(name) not in present and not storage.exists(name)
                if is_missing and rows.filter(**{field: name}).exists():
                    yield name


def _rows_with_files() -> Iterator[tuple[QuerySet[Any], str]]:
    for declaration in declarations.declared().values():
        for name, spec in declaration.fields.items():
            if spec.kind is declarations.Kind.FILE:
                yield declaration.model._base_manager.exclude(**{name: ""}), name


def _names_in(storage: Storage, folder: str) -> Iterator[str]:
    """Every file, folder by folder: the random names begin with one of 256."""
    folders, names = _listed(storage, folder)
    yield from (posixpath.join(folder, name) for name in names)
    for inner in folders:
        yield from _names_in(storage, posixpath.join(folder, inner))


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:  # nothing was written yet, or it went meanwhile
        return [], []
