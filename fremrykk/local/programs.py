"""The programs the demo consists of: started together, watched together, stopped together."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fremrykk.local.children import Trouble, start, stop
from fremrykk.local.console import follow, say
from fremrykk.local.place import HERE

ROOT = Path(__file__).resolve().parents[2]
PREPARE = [["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"], ["seed_demo"]]
PATIENCE = 60  # seconds until the web server must answer
Running = dict[str, "subprocess.Popen[bytes]"]


def prepare(env: dict[str, str]) -> None:
    for command in PREPARE:
        say(f"{command[0]} …")
        process = begin([sys.executable, "manage.py", *command], env)
        listener = follow("manage", process)
        failed = process.wait()
        listener.join()
        if failed:
            raise Trouble(f"`manage.py {command[0]}` failed; what it said is above.")


def begin(command: list[str | Path], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    everything = os.environ | env | {"PYTHONUNBUFFERED": "1"}
    return start(command, env=everything, cwd=ROOT, output=subprocess.PIPE)


def commands(var: Path, port: int) -> dict[str, list[str | Path]]:
    celery = [sys.executable, "-m", "celery", "--app", "fremrykk.celery:app", "--quiet"]
    return {
        "web": [sys.executable, "-m", "gunicorn", "fremrykk.wsgi:application", "--bind", f"{HERE}:{port}"]
        + ["--workers", "2", "--graceful-timeout", "5", "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", var / "beat" / "schedule", "--pidfile=", "--loglevel", "INFO"],
    }


@contextmanager
def programs(var: Path, port: int, env: dict[str, str]) -> Iterator[Running]:
    running: Running = {}
    say("starting web server, worker and beat …")
    try:
        for name, command in commands(var, port).items():
            running[name] = begin(command, env)
        for name, process in running.items():
            follow(name, process)
        yield running
    finally:
        say("stopping …")
        for process in running.values():
            process.terminate()
        for process in running.values():
            stop(process)


def wait_for_web(port: int, running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while not listens(port):
        refuse_ended(running)
        if time.monotonic() > deadline:
            raise Trouble(f"The web server did not answer within {PATIENCE} seconds; what it said is above.")
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0


def greet(var: Path, port: int) -> None:
    say(f"\nFremrykk is ready:  http://localhost:{port}/        advisers:  http://localhost:{port}/admin/")
    say("The logins are printed above. Mail is not sent: it is written to " + f"{var}/mail.")
    say(f"Commands, in another terminal:  set -a; . {var}/demo.env; set +a; .venv/bin/python manage.py purge --dry-run")
    say("Stop with Ctrl-C.\n")


def watch(running: Running) -> None:
    while True:
        refuse_ended(running)
        time.sleep(0.5)


def refuse_ended(running: Running) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            time.sleep(0.3)  # let its last words reach the terminal
            raise Trouble(f"The {name} program ended by itself (status {process.returncode}); its last words are above.")
