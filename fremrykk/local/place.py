"""Where the demo runs: one at a time, on a free port, with an environment of its own."""

import fcntl
import os
import shlex
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fremrykk.local import keys
from fremrykk.local.children import Trouble

HERE = "127.0.0.1"  # never another address: the demo's logins are printed for all to see
INVENTED = {
    "AGENCY_PHONE": "+47 00 00 00 00",  # no number in Norway begins with 0
    "COMPANIES_CONTACT": "Jon Ødegård",
    "COMPANIES_PHONE": "+47 00 00 00 01",
    "BACKUP_FOLDER": "none",
    **dict.fromkeys(("BACKUP_KEY", "PAGE_STATEMENT_SECONDS", "SENTRY_DSN", "WORKSPACE_NETWORKS"), ""),
}


@contextmanager
def only_one(var: Path, port: int) -> Iterator[None]:
    """The kernel drops this lock with the process, so it cannot be stale; the file tells who holds it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Trouble(
                f"The demo runs already from this folder: {lock.read().strip()}. Stop that one first."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, http://localhost:{port}/")
        lock.flush()
        yield


def refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except PermissionError:
            raise Trouble(
                f"Port {port} is reserved for the administrator. Choose a higher one: make demo PORT=8000"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise Trouble(f"Port {port} is taken by another program. Choose another: make demo PORT={other}") from None


def environment(var: Path, port: int, database: str, redis: str, entities: str = "none") -> dict[str, str]:
    for name in ("mail", "inbox", "inbox/new", "files", "journal", "beat"):
        (var / name).mkdir(mode=0o700, exist_ok=True)
    return keys.ready(var / "keys") | INVENTED | {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "ALLOWED_HOSTS": f"localhost,{HERE}",
        "EMAIL_URL": f"filemail:///{var}/mail",
        "INBOX_URL": f"maildir://{var}/inbox",
        "STORAGE_URL": f"file://{var}/files",
        "IMPORT_FOLDER": f"{var}/import",
        "CLAMAV_URL": "none",
        "ENTITY_REGISTER_URL": entities,
        "JOURNAL_URL": f"file://{var}/journal",
        "SITE_URL": f"http://localhost:{port}",
        "LOG_FORMAT": "text",
        "DEBUG": "0",
        "DEMO": "1",
        "ALLOW_TIME_TRAVEL": "1",
    }  # fmt: skip


def write_env(var: Path, env: dict[str, str]) -> None:
    """So that an operator's command in another terminal finds the demo's servers and keys."""
    path = var / "demo.env"
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in env.items()))
