"""Where backups lie: three folders, each best a disk of its own, and never the keys.

database/   NAME.dump (sealed), NAME.files (what was stored then), NAME.json (the manifest: written last)
files/      copies of the stored files, sealed already by FIELD_KEYS
journal/    copies of the journal's segments
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

HALF = ".half-"  # how the name of a file begins while it is written


class Busy(Exception):
    """Another backup is being taken."""


@dataclass(frozen=True)
class Places:
    root: Path

    @property
    def database(self) -> Path:
        return self.root / "database"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time; what a killed one left half written goes first. Raises `Busy`."""
        for folder in (self.database, self.files, self.journal):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.database / ".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            for folder in (self.database, self.files, self.journal):
                for half in folder.rglob(f"{HALF}*"):
                    half.unlink(missing_ok=True)
            yield


class Counted:
    """A file that knows how long it is and what it holds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def whole(path: Path) -> Iterator[Counted]:
    """A file that gets its name when all of it is on the disk, and none otherwise."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=HALF, delete=False) as half:
        try:
            yield Counted(half)
            half.flush()
            os.fsync(half.fileno())
            Path(half.name).replace(path)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
    force(path.parent)


def force(folder: Path) -> None:
    """Names live in the folder: a power cut may else forget a file that is wholly on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
