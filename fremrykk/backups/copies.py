"""Copies of what is written once and never changed: stored files, and segments of the journal."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import Storage, storages

from fremrykk.backups.places import HALF, Counted, Places, whole
from privacy.actions import files


class JournalLost(Exception):
    """The journal ends before its copy does, or says something else: the copy is what is left of it."""


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}/{name}".lstrip("/")
    for each in sorted(folders):
        yield from names_in(storage, f"{folder}/{each}".lstrip("/"))


def take_files(places: Places, listed: Counted, *, afresh: bool = False) -> tuple[int, int]:
    """Copy every stored file the copy lacks, and list all there are; returns how many they are, and their bytes.

    A name is never used for other content, but `rotate_keys` seals anew under the same one: `afresh` copies all again.
    """
    storage, count, size = storages["files_raw"], 0, 0
    for name in names_in(storage):
        path = places.files / name
        if (afresh or not path.exists()) and not _copied(storage, name, path):
            continue
        count, size = count + 1, size + path.stat().st_size
        listed.write(f"{path.stat().st_size} {name}\n".encode())
    return count, size


def give_files(places: Places, listed: Path) -> tuple[int, list[str]]:
    """Bring back every listed file storage lacks; returns how many, and those the copy lacks or has in another length."""
    storage, given, lost = storages["files_raw"], 0, []
    for size, name in read_list(listed):
        path = places.files / name
        if storage.exists(name):
            continue
        if not path.is_file() or path.stat().st_size != size:
            lost.append(name)
            continue
        _give(storage, name, path)
        given += 1
    return given, lost


def give_lost_files(places: Places) -> tuple[int, list[str]]:
    """Bring back every file that a row names and storage lacks; returns how many, and those the copy lacks too."""
    storage, given, lost = storages["files_raw"], 0, []
    for name in files.lost():
        path = places.files / name
        if not path.is_file():
            lost.append(name)
            continue
        _give(storage, name, path)
        given += 1
    return given, lost


def _give(storage: Storage, name: str, path: Path) -> None:
    with path.open("rb") as file:
        stored = storage.save(name, file)
    if stored != name:
        storage.delete(stored)
        raise FileExistsError(name)


def read_list(listed: Path) -> Iterator[tuple[int, str]]:
    with listed.open() as lines:
        for line in lines:
            size, _, name = line.rstrip("\n").partition(" ")
            yield int(size), name


def take_journal(places: Places) -> int:
    """Copy the segments the copy lacks, and let go of those whose time is over; returns how many are new."""
    refuse_if_lost(places)
    ours, theirs, new = segments(), _copied_segments(places), sorted(uncopied(places))
    for name in new:
        _copied(storages["journal"], name, places.journal / name)
    for name in theirs if ours else ():
        if name < min(ours):  # the journal lost its beginning in order, and only that
            (places.journal / name).unlink(missing_ok=True)
    return len(new)


def refuse_if_lost(places: Places) -> None:
    """Raise `JournalLost` unless the journal goes on from where its copy ends."""
    ours, theirs = segments(), _copied_segments(places)
    newest = max(theirs, default=None)
    if newest is None:
        return
    if newest not in ours:
        raise JournalLost(newest)
    with storages["journal"].open(newest) as segment:
        if segment.read() != (places.journal / newest).read_bytes():
            raise JournalLost(newest)


def give_journal(places: Places) -> int:
    """Bring back the segments the journal lacks; returns how many. What is there stays as it is."""
    journal, missing = storages["journal"], sorted(_copied_segments(places) - segments())
    for name in missing:
        with (places.journal / name).open("rb") as file:
            journal.save(name, file)
    return len(missing)


def uncopied(places: Places) -> set[str]:
    return segments() - _copied_segments(places)


def segments() -> set[str]:
    return {name for name in storages["journal"].listdir("")[1] if name.removesuffix(".json").isdigit()}


def _copied_segments(places: Places) -> set[str]:
    return {path.name for path in places.journal.glob("*.json") if not path.name.startswith(HALF)}


def _copied(storage: Storage, name: str, path: Path) -> bool:
    """Whether it was still there to be copied: whoever is erased meanwhile leaves a gap, and no fault."""
    try:
        with storage.open(name) as source, whole(path) as out:
            shutil.copyfileobj(source, out)
    except FileNotFoundError:
        return False
    return True
