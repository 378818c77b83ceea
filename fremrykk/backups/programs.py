"""PostgreSQL's own programs, told which database without a password on their command line."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection
from psycopg.conninfo import make_conninfo

AS_IT_WAS = ("--exit-on-error", "--no-owner", "--no-privileges")
ROOM_TO_SORT = "-c maintenance_work_mem=256MB"  # for indexes: else they take many times as long
WHERE = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")


class Failed(Exception):
    """What the program said, without the rows it may have said it about."""


def dump(snapshot: str) -> "subprocess.Popen[bytes]":
    """The database as that snapshot sees it, for pg_restore; nothing in it says who owned or might what: `migrate` does."""
    how = ["--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s", f"--snapshot={snapshot}"]
    return _start("pg_dump", how, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def restore() -> "subprocess.Popen[bytes]":
    """Takes a dump on its input: all of it, or nothing."""
    return _start("pg_restore", ["--single-transaction", *AS_IT_WAS], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def restore_by_many(plain: Path, jobs: int) -> "subprocess.Popen[bytes]":
    """Takes a dump that lies in a file, on as many connections; broken off, it leaves half a database."""
    how = [f"--jobs={jobs}", *AS_IT_WAS, str(plain)]
    return _start("pg_restore", how, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@contextmanager
def ended(program: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Waits for the program when the block is done, and kills it when the block fails. Raises `Failed`."""
    with program.errors:  # type: ignore[attr-defined]
        try:
            yield program
        except BrokenPipeError:
            pass  # it ended by itself, and says why
        except BaseException:
            program.kill()
            raise
        finally:
            for stream in (program.stdin, program.stdout):
                _close(stream)
            program.wait()
        if program.returncode:
            raise Failed(said(program.errors))  # type: ignore[attr-defined]


def said(errors: IO[bytes]) -> str:
    """The program's own lines: those after them may quote rows."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").splitlines()
    own = [line for line in lines if line.startswith(("pg_dump:", "pg_restore:"))]
    return " ".join(own)[:500] or "It ended without a word."


def _start(name: str, how: list[str], *, stdin: int, stdout: int) -> "subprocess.Popen[bytes]":
    program = shutil.which(name)
    if program is None:
        raise Failed(f"{name} is not on the PATH: install PostgreSQL's client programs, as new as the server.")
    told = {key: value for key, value in connection.get_connection_params().items() if key in WHERE}
    password = connection.settings_dict.get("PASSWORD")
    environment = os.environ | {"PGOPTIONS": ROOM_TO_SORT} | ({"PGPASSWORD": password} if password else {})
    errors = tempfile.TemporaryFile()  # noqa: SIM115 # read, and closed, when the program has ended
    command = [program, *how, f"--role={_role()}", f"--dbname={make_conninfo(**told)}"]
    begun = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=errors, env=environment)
    begun.errors = errors  # type: ignore[attr-defined]
    return begun


def _role() -> str:
    """Whoever logs in, this is whom our own connection acts as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def _close(stream: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):
        if stream:
            stream.close()
