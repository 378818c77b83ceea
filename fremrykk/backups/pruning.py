"""Backups whose time is over: erased people live on in them, so none is kept longer than it is good for."""

import datetime
from pathlib import Path

from fremrykk.backups import copies, manifests
from fremrykk.backups.manifests import Manifest
from fremrykk.backups.places import Places
from privacy.choices import PeriodCode
from privacy.deadlines import latest_over
from privacy.queries import facts

EVERYTHING_FOR = datetime.timedelta(days=1)


class KeptTooLong(Exception):
    """A backup from before the journal's first segment cannot be replayed: such a backup must not be kept."""


def refuse_too_long(days: int, at: datetime.datetime) -> None:
    """Raise `KeptTooLong` when the journal is kept for less; nobody having approved how long, it is kept for ever."""
    length = facts.approved_periods().get(PeriodCode.JOURNAL)
    if length and at - datetime.timedelta(days=days) < latest_over(length, at):
        raise KeptTooLong


def prune(places: Places, *, at: datetime.datetime, days: int) -> int:
    """Remove what is over; returns how many backups. Of the last day all stay, of each day before it the newest.

    The newest whole one stays, however old. Then go the copies of files that no backup left names.
    """
    found = list(manifests.all_whole(places))
    kept = _kept(found, at, days)
    for each in found:
        if each.name not in kept:
            for path in _paths(each, places):  # the manifest first: what is half removed is no backup
                path.unlink(missing_ok=True)
    _remove_the_unfinished(places, kept, at - datetime.timedelta(days=days))
    _remove_files_of_none(places, kept)
    return len(found) - len(kept)


def _kept(found: list[Manifest], at: datetime.datetime, days: int) -> set[str]:
    kept = {found[0].name} if found else set()
    seen: set[datetime.date] = set()
    for each in found:
        age, day = at - each.taken_at, each.taken_at.date()
        if age <= EVERYTHING_FOR or (age <= datetime.timedelta(days=days) and day not in seen):
            kept.add(each.name)
        seen.add(day)
    return kept


def _paths(manifest: Manifest, places: Places) -> list[Path]:
    return [manifests.path_of(manifest.name, places), *(places.database / part.name for part in manifest.parts)]


def _remove_the_unfinished(places: Places, kept: set[str], before: datetime.datetime) -> None:
    """Old parts of a backup that never got its manifest, or lost another part."""
    first = manifests.name_at(before)
    for path in places.database.iterdir():
        if not path.name.startswith(".") and path.stem not in kept and path.stem < first:
            path.unlink(missing_ok=True)


def _remove_files_of_none(places: Places, kept: set[str]) -> None:
    if not kept:
        return
    named = {name for each in kept for _size, name in copies.read_list(places.database / f"{each}.files")}
    for path in list(places.files.rglob("*")):
        if path.is_file() and str(path.relative_to(places.files)) not in named:
            path.unlink(missing_ok=True)
