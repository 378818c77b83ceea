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


def executable(package: Path, home: Path) -> Path:
    """The server's programs where the wheel put them, or copied under its home when its user cannot get at them."""
    programs = Path("pginstall") / "bin"
    if open_to_servant(package / programs / "postgres"):
        return package / programs
    copy = home / f"programs-{package.stat().st_mtime_ns}"
    if not copy.exists():
        copy_opened(package, home / "programs.half").rename(copy)
    return copy / package.name / programs


def copy_opened(package: Path, target: Path) -> Path:
    """The package and the libraries beside it, where its programs look for them, readable to all."""
    shutil.rmtree(target, ignore_errors=True)
    for folder in package.parent.glob(f"{package.name}*"):
        shutil.copytree(folder, target / folder.name)
    for path in [target, *target.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return target


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
