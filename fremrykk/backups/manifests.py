"""What a backup says of itself. Its manifest is written last: a backup without one was never finished."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from fremrykk.backups.places import Places, sha256_of, whole
from privacy.storage import KeyRing

SHAPE = "%Y%m%dT%H%M%SZ"


class NotWhole(Exception):
    """A part of this backup is missing, or is not what was written."""


@dataclass(frozen=True)
class Part:
    """A file of a backup, as it was written."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    name: str  # the moment it was begun, in UTC
    program: str
    server: int  # PostgreSQL's version, as it counts them
    migrations: list[str]
    journal: int  # the last segment this database knew
    digest: str
    keys: dict[str, str]  # which FIELD_KEYS there were, by fingerprint
    sealed_for: str  # BACKUP_KEY
    files: int
    bytes: int
    parts: list[Part]

    @property
    def taken_at(self) -> datetime.datetime:
        return datetime.datetime.strptime(self.name, SHAPE).replace(tzinfo=datetime.UTC)


def name_at(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime(SHAPE)


def write(manifest: Manifest, places: Places) -> None:
    with whole(path_of(manifest.name, places)) as out:
        out.write(json.dumps(asdict(manifest), indent=1).encode())


def path_of(name: str, places: Places) -> Path:
    return places.database / f"{name}.json"


def all_whole(places: Places) -> Iterator[Manifest]:
    """Every backup whose parts are all there, the newest first. Reads sizes, not contents."""
    found = (_read(path) for path in sorted(places.database.glob("*.json"), reverse=True))
    return (each for each in found if each and not any(_wrong_sizes(each, places)))


def refuse_unless_whole(manifest: Manifest, places: Places) -> None:
    """Read every part, and hold it against its sum. Raises `NotWhole`."""
    wrong = list(_wrong_sizes(manifest, places))
    wrong = wrong or [each.name for each in manifest.parts if sha256_of(places.database / each.name) != each.sha256]
    if wrong:
        raise NotWhole(", ".join(wrong))


def fingerprints() -> dict[str, str]:
    """Of each key in FIELD_KEYS a name that gives nothing of it away."""
    ring = KeyRing(settings.FIELD_KEYS)
    return {key: ring.derived(key, salt=b"", purpose=b"fremrykk key fingerprint").hex()[:16] for key in ring}


def keys_that_miss(manifest: Manifest) -> list[str]:
    here = fingerprints()
    return [key for key, print_ in manifest.keys.items() if here.get(key) != print_]


def _read(path: Path) -> Manifest | None:
    try:
        told = json.loads(path.read_bytes())
        return Manifest(**told | {"parts": [Part(**part) for part in told["parts"]]})
    except (ValueError, TypeError, KeyError):  # somebody else's file, or a damaged one: it vouches for nothing
        return None


def _wrong_sizes(manifest: Manifest, places: Places) -> Iterator[str]:
    for part in manifest.parts:
        path = places.database / part.name
        if not path.is_file() or path.stat().st_size != part.size:
            yield part.name
