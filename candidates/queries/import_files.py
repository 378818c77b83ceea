"""The folder of files of an import: a file is opened by the name its row gives it, inside the folder and nowhere else."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from candidates.validators import MAX_FILE_SIZE

MOST_DEEP = 8
HERE = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not make us wait


class UnsafeName(Exception):
    """A path that leads out of the folder, or that no file of ours has."""


class NoFile(Exception):
    """The file cannot be had; `code` says why, as the problems of a row do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def safe_name(written: str) -> str:
    """The path as its parts, within the folder; raises `UnsafeName`."""
    parts = unicodedata.normalize("NFC", written).replace("\\", "/").split("/")
    is_plain = all(part and part not in (".", "..") and part.isprintable() for part in parts)
    if not is_plain or ":" in parts[0] or len(parts) > MOST_DEEP:
        raise UnsafeName
    return "/".join(parts)


def read(folder: Path, name: str) -> bytes:
    """The bytes of one file, link by no link. Raises `NoFile`."""
    *folders, last = safe_name(name).split("/")
    held: list[int] = []
    try:
        held.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        for each in folders:
            held.append(_opened(each, HERE, held[-1]))
        held.append(_opened(last, FILE, held[-1]))
        return _content(held[-1])
    except OSError as error:
        raise NoFile("file_missing" if isinstance(error, FileNotFoundError) else "file_is_none") from None
    finally:
        for opened in held:
            os.close(opened)


def _opened(name: str, how: int, within: int) -> int:
    """macOS writes "å" as two signs, everybody else as one."""
    for form in ("NFC", "NFD"):
        try:
            return os.open(unicodedata.normalize(form, name), how, dir_fd=within)
        except FileNotFoundError:
            continue
    raise FileNotFoundError(name)


def _content(opened: int) -> bytes:
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode):
        raise NoFile("file_is_none")
    if found.st_size > MAX_FILE_SIZE:
        raise NoFile("refused.too_large")
    pieces, left = [], MAX_FILE_SIZE + 1
    while left and (piece := os.read(opened, min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    if not left:
        raise NoFile("refused.too_large")
    if not pieces:
        raise NoFile("refused.empty")
    return b"".join(pieces)


def names_in(folder: Path, *, below: str = "") -> Iterator[str]:
    """Every file of the folder, by the name a row would give it; links are not followed."""
    if below.count("/") >= MOST_DEEP:
        return
    with os.scandir(folder / below) as found:
        for entry in found:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from names_in(folder, below=f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                yield unicodedata.normalize("NFC", name)
