"""What docker-compose.yml starts, as processes of this machine: the same commands with the same environment.

Only what a container has for itself differs: the places of its folders, its ports, and the names of its neighbours.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlsplit

import yaml
from django.db import connection

from fremrykk.local.children import start, stop
from fremrykk.local.valkey import valkey_program
from tests.served import free_port
from tests.source import ROOT

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
COMMAND: list[str] = yaml.safe_load(re.findall(r"^CMD (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[-1])
PATIENCE = 300
# The programs an image has on its path, here beside the interpreter of the tests.
PATH = f"{Path(sys.executable).parent}:{valkey_program().parent}:{os.environ['PATH']}:/usr/sbin"


class Machine:
    """The services of one composed machine, with what its operator wrote in .env."""

    def __init__(self, folder: Path, dotenv: dict[str, str]) -> None:
        self.folder, self.dotenv = folder, dotenv
        self.ports = {number: str(free_port()) for number in ("8000", "6379", "9100")}
        self.running: dict[str, Popen[bytes]] = {}
        for name in ("files", "journal", "beat", "import", "inbox/new", "broker", "backup/database", "backup/journal"):
            (folder / name).mkdir(parents=True)

    def said(self, text: str) -> str:
        """As compose puts in what .env says; an unknown name is a fault of the file."""
        filled = re.sub(r"\$\{(\w+):?\?[^}]*\}", lambda found: self.dotenv[found[1]], text)
        return self.placed(filled.replace("$$", "$"))

    def placed(self, text: str) -> str:
        text = re.sub(
            r"(?<![\w./])/(?:data/|tmp/)", f"{self.folder}/", text.replace("file:///data/", f"file://{self.folder}/")
        )
        text = re.sub(
            r"^/backup$", f"{self.folder}/backup", text.replace("maildir:///data/", f"maildir://{self.folder}/")
        )
        text = text.replace("--dir /data ", f"--dir {self.folder}/broker --port {self.ports['6379']} --bind 127.0.0.1 ")
        text = text.replace("broker:6379", f"127.0.0.1:{self.ports['6379']}")
        for inside in ("8000", "9100"):
            text = re.sub(rf"(127\.0\.0\.1|0\.0\.0\.0):{inside}", f"127.0.0.1:{self.ports[inside]}", text)
        return text

    def environment(self, name: str) -> dict[str, str]:
        given = {each: self.said(value) for each, value in SERVICES[name].get("environment", {}).items()}
        if "DATABASE_URL" in given:
            given["DATABASE_URL"] = here(given["DATABASE_URL"])
        # A bare machine has no collected files; the hosts of a test are this machine's.
        return given | {
            "PATH": PATH,
            "HOME": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "HOSTNAME": os.uname().nodename,
        }

    def command(self, name: str) -> list[str]:
        words = [self.said(word) for word in SERVICES[name].get("command", COMMAND)]
        one_is_enough = {"metrics": ["--port", self.ports["9100"]], "web": ["--workers", "1"]}
        return words + one_is_enough.get(name, [])

    def run(self, name: str, command: Sequence[str] = (), **otherwise: str) -> "subprocess.CompletedProcess[str]":
        """As `docker compose run` does, with `-e` for what is otherwise."""
        env = self.environment(name) | otherwise
        return subprocess.run(
            command or self.command(name), env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def begin(self, *names: str) -> None:
        for name in names:
            with (self.folder / f"{name}.log").open("wb") as log:
                self.running[name] = start(self.command(name), env=self.environment(name), cwd=ROOT, output=log)

    def is_well(self, name: str) -> bool:
        """What its own health check says."""
        kind, *words = SERVICES[name]["healthcheck"]["test"]
        words = [self.said(word) for word in words]
        return self.run(name, words if kind == "CMD" else ["sh", "-c", *words]).returncode == 0

    def wait_for(self, name: str) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running[name].poll() is None:
            if self.is_well(name):
                return True
            time.sleep(0.3)
        raise AssertionError(f"{name} is not well:\n{(self.folder / f'{name}.log').read_text()[-3_000:]}")

    def end(self) -> None:
        for process in reversed(self.running.values()):
            stop(process)


def here(address: str) -> str:
    """The database of the tests, for the same login with the same password."""
    asked, server = urlsplit(address), urlsplit(os.environ["DATABASE_URL"])
    login = f"{asked.username}:{asked.password}"
    return f"{asked.scheme}://{login}@{server.hostname or ''}/{connection.settings_dict['NAME']}?{server.query}"


@contextmanager
def machine(folder: Path, dotenv: dict[str, str]) -> Iterator[Machine]:
    found = Machine(folder, dotenv)
    try:
        yield found
    finally:
        found.end()
