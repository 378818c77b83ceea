"""What PostgreSQL and Valkey have in common: they come as wheels and run as children of who asks for them.

The wheels are used for their programs only: their own launchers detach the server from us, and a killed
launcher would leave it behind. Both servers listen where nobody but this machine reaches them.
"""

import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from fremrykk.local.children import Trouble

PATIENCE = 30  # seconds for a server to answer


def wheel(name: str) -> Path:
    """Where a wheel lies, without importing it."""
    found = find_spec(name)
    if not found or not found.submodule_search_locations:
        raise Trouble(f"The package {name} is not installed. Run `make demo` or `make test`: both install first.")
    return Path(found.submodule_search_locations[0])


def wait_for(ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path, name: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise Trouble(f"{name} did not start. The end of {log}:\n{last}")
        time.sleep(0.02)
