"""A folder for what must be believed after a crash: whole files or none, each written once."""

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

UNFINISHED = "."  # how the name of a file begins while it is written


class LosesItsBeginning(Protocol):
    """What a journal's storage can, in a folder or a bucket: let go of its first files, and of no others."""

    def remove_oldest(self, names: Collection[str]) -> None: ...


class DurableStorage(FileSystemStorage):
    """Append-only: a file is forced to the disk before it has its name, and a name once taken keeps its file.

    A writer that dies leaves at most an unfinished file, which no listing shows. A taken name raises FileExistsError.
    Nothing is deleted, but the beginning may be let go of when its time is over.
    """

    def __init__(self, location: str) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The very name asked for: it says the file's place in the order."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        made = _made(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=UNFINISHED) as unfinished:
            for chunk in content.chunks():
                unfinished.write(chunk)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            os.link(unfinished.name, path)  # in one step, and never over another
        for folder in (path.parent, *made):
            _force(folder)
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise PermissionError("What is written here is read, never changed.")
        return File(Path(self.path(name)).open("rb"), name=name)

    def delete(self, name: str) -> None:
        raise PermissionError("What is written here stays.")

    def remove_oldest(self, names: Collection[str]) -> None:
        """Let go of the first files; killed in between, what is left is still whole from its first to its last."""
        refuse_unless_oldest(self, names)
        for name in sorted(names):
            super().delete(name)
        _force(Path(self.location))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        try:
            folders, names = super().listdir(path)
        except FileNotFoundError:  # nothing was written yet
            return [], []
        return folders, [name for name in names if not name.startswith(UNFINISHED)]


def refuse_unless_oldest(storage: Storage, names: Collection[str]) -> None:
    """Raise PermissionError unless these come before all others, and others stay: the last says how far it goes."""
    left = set(storage.listdir("")[1]) - set(names)
    if not left or max(names) > min(left):
        raise PermissionError("Only the beginning of what is written here may go, and never the last.")


def _made(folder: Path) -> list[Path]:
    """Make the folder, and return the folders that now hold a new one: they are to be forced to the disk too."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [each.parent for each in new]


def _force(folder: Path) -> None:
    """Names live in the folder: without this a power cut may forget a file that is wholly on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
