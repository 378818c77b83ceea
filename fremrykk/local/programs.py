"""The programs the demo consists of: started together, watched together, stopped together."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from fremrykk.local.children import Command, Trouble, outwait, start
from fremrykk.local.console import follow, say
from fremrykk.local.place import HERE

ROOT = Path(__file__).resolve().parents[2]
# Changes when the packages do, which bring static files of their own (the admin's).
STATIC_OF_PACKAGES = Path(sys.prefix) / ".local"
PATIENCE = 60  # seconds until the web server must answer
# In a container everything is root; in production the worker is not (Dockerfile).
QUIET_AS_ROOT = "ignore::Warning:celery.platforms"
WEB = [
    "--workers", "2", "--preload", "--graceful-timeout", "5", "--no-control-socket",
    "--logger-class", "fremrykk.logs.web_server.WebLogger",
]  # fmt: skip
ALONE = ["--without-mingle", "--without-gossip"]  # no other worker to talk to
Running = dict[str, "subprocess.Popen[bytes]"]


def prepare(env: dict[str, str], *, owner: str) -> None:
    """Bring the database up to date, as its owner, and beside it the static files if any of them has changed."""
    say("migrations and static files …")
    begun = {"migrate": manage(["migrate", "--verbosity", "0"], env | {"DATABASE_URL": owner})}
    static, stamp = static_files(), ROOT / "var" / ".static"
    if not (ROOT / "var" / "static" / "staticfiles.json").exists() or not said_before(stamp, static):
        begun["collectstatic"] = manage(["collectstatic", "--noinput", "--verbosity", "0"], env)
    for name, process in begun.items():
        outcome(name, process)
    stamp.write_text(static)


def static_files() -> str:
    """What the collected files are made from: a changed file has another time or size."""
    sources = [
        ROOT / "fremrykk" / "static",
        ROOT / "var" / "theme",
        ROOT / "node_modules" / ".made",
        STATIC_OF_PACKAGES,
    ]
    paths = (path for source in sources for path in [source, *source.rglob("*")] if path.is_file())
    return sha256(
        "".join(f"{path}{path.stat().st_size}{path.stat().st_mtime}" for path in sorted(paths)).encode()
    ).hexdigest()


def said_before(stamp: Path, text: str) -> bool:
    return stamp.exists() and stamp.read_text() == text


def manage(command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return begin([sys.executable, "manage.py", *command], env)


def outcome(name: str, process: "subprocess.Popen[bytes]") -> str:
    said = process.communicate()[0].decode(errors="replace").strip()
    if process.returncode:
        say(said, "manage")
        raise Trouble(f"`manage.py {name}` failed; what it said is above.")
    return said


def begin(command: Command, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    return start(command, env=surroundings(env), cwd=ROOT, output=subprocess.PIPE)


def surroundings(env: dict[str, str]) -> dict[str, str]:
    return os.environ | env | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": QUIET_AS_ROOT}


def commands(var: Path, port: int) -> dict[str, Command]:
    celery = [sys.executable, "-m", "celery", "--app", "fremrykk.celery:app", "--quiet"]
    return {
        "web": [sys.executable, "-m", "gunicorn", "fremrykk.wsgi:application", "--bind", f"{HERE}:{port}", *WEB],
        "worker": [*celery, "worker", *ALONE, "--concurrency", "2", "--loglevel", "INFO"],
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
            outwait(process)


def wait_for_web(port: int, running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        refuse_ended(running)
        if time.monotonic() > deadline:
            raise Trouble(f"The web server did not answer within {PATIENCE} seconds; what it said is above.")
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether the program behind the port answers, whatever it says: a port may be open before that."""
    asked = http.client.HTTPConnection(HERE, port, timeout=10)
    try:
        asked.request("GET", "/livez", headers={"Host": "localhost"})
        return asked.getresponse().status < 500
    except OSError:
        return False
    finally:
        asked.close()


def greet(var: Path, port: int, logins: str) -> None:
    say(f"\n{logins}\n")
    say(f"Fremrykk is ready:  http://localhost:{port}/        advisers:  http://localhost:{port}/admin/")
    say(f"Mail is not sent: it is written to {var}/mail.")
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
            raise Trouble(
                f"The {name} program ended by itself (status {process.returncode}); its last words are above."
            )
