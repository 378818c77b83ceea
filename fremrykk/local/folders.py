"""Folders a database server can live in, also when it is started by root and runs as somebody else."""

import os
import pwd
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

from fremrykk.local.children import SERVANT, Trouble, give_to_servant

LONGEST_SOCKET = 100  # the kernel allows 107 bytes for the whole path
ELSEWHERE = Path("/var/tmp")  # survives a restart, and everybody gets there


def reachable(folder: Path) -> Path:
    """The folder itself, or, started as root in a closed home, one the server's user can get at."""
    return folder if open_to_servant(folder) else ELSEWHERE / short_name(folder)


def executable(programs: Path, home: Path) -> Path:
    """The server's programs where they are, or a copy under its home when its user cannot get at them."""
    if open_to_servant(programs / "bin" / "postgres"):
        return programs
    copy = home / f"programs-{programs.stat().st_mtime_ns}"
    if not copy.exists():
        half = home / "programs.half"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(programs, half)
        for path in [half, *half.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o555)
        half.rename(copy)
    return copy


def open_to_servant(path: Path) -> bool:
    """Only root hands the server over to another user; for everybody else their own folders are open."""
    if os.geteuid() != 0:
        return True
    ways = [path, *path.parents] if path.is_file() else path.parents
    return all(way.stat().st_mode & 0o001 for way in ways if way.exists())


def short_name(folder: Path) -> str:
    return f"fremrykk-{sha256(str(folder).encode()).hexdigest()[:10]}"


def private(folder: Path) -> Path:
    """Make the folder the server's and close it to others; refuse somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or found.st_uid not in (os.geteuid(), pwd.getpwnam(SERVANT).pw_uid):
        raise Trouble(f"{folder} is not a folder of yours. Remove it and start again.")
    give_to_servant(folder)
    folder.chmod(0o700)
    return folder


def socket_folder(home: Path) -> Path:
    """Beside the data, or, when that path is too long for a socket, somewhere short."""
    beside = home / "socket"
    fits = len(str(beside)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET
    return private(beside if fits else Path(tempfile.gettempdir()) / short_name(home))
