"""The restore drill from a real backup: everything restored beside what runs, replayed, looked at, and thrown away.

The live database, storage, journal, broker and mail server are not touched: each step is a program of its own whose
environment names a scratch database and scratch folders, a broker nobody listens at, and mail that stays in memory.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from fremrykk.backups.manifests import Manifest
from fremrykk.backups.places import Places
from fremrykk.backups.programs import WHERE
from privacy.choices import JournalKind

PREFIX = "fremrykk_drill_"
LEFT = """
SELECT datname FROM pg_database WHERE starts_with(datname, %s)
  AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)
"""
STILL_HERE = "SELECT count(*) FROM privacy_subject WHERE merged_into_id IS NULL AND id = ANY (%s::uuid[])"
LOGGED_IN = "SELECT count(*) FROM django_session"


class MayNotCreate(Exception):
    """The role in DATABASE_URL may not make a database of its own."""


@dataclass(frozen=True)
class How:
    """The private half of BACKUP_KEY, where the files may lie meanwhile, and who answers for holds (`replay --as`)."""

    key_file: Path
    folder: Path | None = None
    answers: str | None = None


@dataclass(frozen=True)
class Step:
    name: str
    seconds: float
    is_well: bool
    said: str


def run(manifest: Manifest, places: Places, how: How) -> Iterator[Step]:
    """Each step as it ends; the first that fails is the last. Raises `MayNotCreate`."""
    with (
        _scratch_database() as database,
        tempfile.TemporaryDirectory(prefix="fremrykk-drill-", dir=how.folder) as scratch,
    ):
        environment = _apart(database, Path(scratch))
        for name, words in _programs(manifest, how).items():
            step = _step(name, words, environment)
            yield step
            if not step.is_well:
                return
        yield _look(manifest, places, database)


def _programs(manifest: Manifest, how: How) -> dict[str, list[str]]:
    return {
        "restore": ["restore", manifest.name, "--key-file", str(how.key_file.resolve())],
        "replay": ["replay", *(["--as", how.answers] if how.answers else [])],
        "trail": ["verify_trail"],
        "files": ["reconcile_files"],
        "database": ["check", "--database", "default", "--fail-level", "ERROR"],
    }


def _step(name: str, words: list[str], environment: dict[str, str]) -> Step:
    began = time.monotonic()
    command = [sys.executable, "manage.py", *words]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, cwd=root, env=environment, check=False, capture_output=True, text=True)
    said = ended.stdout if ended.returncode == 0 else ended.stdout + _last_words(ended.stderr)
    return Step(name, time.monotonic() - began, ended.returncode == 0, said.strip())


def _last_words(text: str) -> str:
    """The sentence a command ends with, not the lines of its log."""
    return "\n".join(text.strip().splitlines()[-1:])


def _look(manifest: Manifest, places: Places, database: str) -> Step:
    """Whoever was erased after the backup is gone again, and nobody is logged in."""
    began, erased = time.monotonic(), erased_since(manifest, places)
    with psycopg.connect(_conninfo(database)) as scratch:
        here, logged_in = (
            (scratch.execute(words, values).fetchone() or (1,))[0]
            for words, values in ((STILL_HERE, [erased]), (LOGGED_IN, None))
        )
    said = f"{len(erased)} persons were erased since: {here} of them are still here. {logged_in} sessions are left."
    return Step("people", time.monotonic() - began, here == logged_in == 0, said)


def erased_since(manifest: Manifest, places: Places) -> list[str]:
    """The random numbers of whoever the journal's copy says was erased whole after this backup."""
    found = []
    for path in sorted(places.journal.glob("*.json")):
        segment = json.loads(path.read_bytes()) if int(path.stem) > manifest.journal else {"entries": []}
        erased = [each for each in segment["entries"] if each["kind"] == JournalKind.ERASED]
        found += [each["subject"] for each in erased if not each["details"].get("rows")]
    return found


def _apart(database: str, scratch: Path) -> dict[str, str]:
    """The environment of whoever must not reach anything that lives."""
    for name in ("files", "journal"):
        (scratch / name).mkdir(mode=0o700)
    live = urlsplit(os.environ["DATABASE_URL"])
    return os.environ | {
        "DATABASE_URL": urlunsplit(live._replace(path=f"/{database}")),
        "STORAGE_URL": f"file://{scratch}/files",
        "JOURNAL_URL": f"file://{scratch}/journal",
        "REDIS_URL": f"redis://:{secrets.token_urlsafe(24)}@127.0.0.1:1/0",
        "EMAIL_URL": "memorymail://",
        "INBOX_URL": "none",
        "CLAMAV_URL": "none",
        "ENTITY_REGISTER_URL": "none",
        "IMPORT_FOLDER": "",
        "SENTRY_DSN": "",
    }


@contextmanager
def _scratch_database() -> Iterator[str]:
    """A database of its own on the same server; what a killed drill left goes first."""
    name = f"{PREFIX}{secrets.token_hex(6)}"
    with psycopg.connect(_conninfo(), autocommit=True) as server:
        for (left,) in server.execute(LEFT, [PREFIX]).fetchall():
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(left)))
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise MayNotCreate from None
        try:
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _conninfo(database: str | None = None) -> str:
    told = {key: value for key, value in connection.get_connection_params().items() if key in (*WHERE, "password")}
    return make_conninfo(**told | ({"dbname": database} if database else {}))


def has_room(folder: Path | None, manifest: Manifest) -> bool:
    """Whether the files fit where the drill puts them."""
    return shutil.disk_usage(folder or tempfile.gettempdir()).free > manifest.bytes * 1.1
