"""Files whose row is gone: removed after the commit, as often as it takes; and storage held against the database."""

import datetime
import logging
from collections.abc import Iterator

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import F

from privacy import declarations
from privacy.models import FileTombstone

logger = logging.getLogger(__name__)

BACK_OFF = datetime.timedelta(minutes=10)
GRACE = datetime.timedelta(days=1)  # an upload writes the file first and its row a moment later
FILES = "files"


def sweep(*, at: datetime.datetime) -> int:
    """Remove every file that has a tombstone; missing is done. Returns how many are gone."""
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
        storages[stone.storage].delete(stone.name)
    except Exception as error:  # storage is another machine: whatever it says, we come back
        stone.attempts = F("attempts") + 1
        stone.next_at, stone.last_error = at + BACK_OFF, type(error).__name__
        stone.save(update_fields=["attempts", "next_at", "last_error"])
        logger.error("file tombstone %s: %s", stone.pk, type(error).__name__)
        return False
    stone.delete()
    return True


def bury(name: str, *, at: datetime.datetime) -> None:
    """Mark a file for removal, in the transaction that lets go of its row."""
    if name:
        FileTombstone.objects.get_or_create(storage=FILES, name=name, defaults={"next_at": at, "created_at": at})


def reconcile(*, at: datetime.datetime) -> tuple[int, list[str]]:
    """Hold storage against the database, both ways.

    A file without a row, older than a day, gets a tombstone (a worker died between file and row); a row without a
    file is named in the log, for somebody to look at. Returns the number of the first and the names of the second.
    """
    known = set(_names_in_rows()) | set(FileTombstone.objects.values_list("name", flat=True))
    storage = storages[FILES]
    present = set(_names_in(storage, ""))
    orphans = [name for name in present - known if at - storage.get_modified_time(name) > GRACE]
    for name in orphans:
        bury(name, at=at)
    missing = sorted(set(_names_in_rows()) - present)
    lost = [name for name in missing if not storage.exists(name)]  # it may have come while we counted
    for name in lost:
        logger.error("a row names a file that is not there: %s", name)
    return len(orphans), lost


def _names_in_rows() -> Iterator[str]:
    for declaration in declarations.personal_models():
        for name, spec in declaration.fields.items():
            if spec.kind is declarations.Kind.FILE:
                rows = declaration.model._base_manager.exclude(**{name: ""})
                yield from rows.values_list(name, flat=True).iterator()


def _names_in(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in names)
    for inner in folders:
        yield from _names_in(storage, f"{folder}/{inner}".lstrip("/"))
