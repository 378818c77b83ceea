"""A folder for what must be believed after a crash: whole files or none, each written once."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED = "."  # how the name of a file begins while it is written


class DurableStorage(FileSystemStorage):
    """Append-only: a file is forced to the disk before it has its name, and a name once taken keeps its file.

    A writer that dies leaves at most an unfinished file, which no listing shows. A taken name raises FileExistsError.
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

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        try:
            folders, names = super().listdir(path)
        except FileNotFoundError:  # nothing was written yet
            return [], []
        return folders, [name for name in names if not name.startswith(UNFINISHED)]


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
