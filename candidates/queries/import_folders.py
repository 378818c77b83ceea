"""The lists an operator put on the server for the manager: each in a folder of its own, with its files beside it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

MOST = 100


@dataclass(frozen=True)
class Place:
    """One list: its name in the choice, the CSV, the folder of files."""

    name: str
    csv_path: Path
    files_path: Path


def places() -> dict[str, Place]:
    """Those there are, by name; links are not followed. Empty where no folder is set up."""
    return {place.name: place for place in sorted(_found(), key=lambda place: place.name)[:MOST]}


def shut() -> list[str]:
    """Folders there are, and whoever the program runs as may not look into: their lists are in no choice."""
    root = [Path(settings.IMPORT_FOLDER)] if settings.IMPORT_FOLDER else []
    return [folder.name for folder in (*root, *_folders()) if not os.access(folder, os.R_OK | os.X_OK)]


def _found() -> Iterator[Place]:
    for folder in _folders():
        for path in _children(folder):
            if path.suffix.lower() == ".csv" and path.is_file():
                yield Place(f"{folder.name}/{path.name}", path, folder)


def _folders() -> list[Path]:
    root = settings.IMPORT_FOLDER
    return [folder for folder in _children(Path(root)) if folder.is_dir()] if root else []


def _children(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.is_symlink()]
    except OSError:
        return []
