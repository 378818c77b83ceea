"""The site as an agency runs it: the commands of the image and of docker-compose.yml on a port of this machine, with a view or two
more. What they say while all is well is nobody's to read.
"""

import json
import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import copies
from fremrykk.database_roles import PROGRAM
from fremrykk.local import programs
from fremrykk.local.children import Trouble, outwait, start
from fremrykk.local.console import say
from fremrykk.local.place import HERE
from fremrykk.local.postgres import as_role

ROOT = Path(__file__).parents[1]
COMPOSED = (ROOT / "docker-compose.yml").read_text()
IMAGE = re.findall(r"^CMD (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[-1]
SERVED = "bench.inside.served:application"
LAST_WORDS = 20


@contextmanager
def site(environment: copies.Environment, *others: str) -> Iterator[tuple[int, programs.Running]]:
    """The web server, and what else of docker-compose.yml is named; gives the port."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    env = programs.surroundings(environment | {"DATABASE_URL": as_role(environment["DATABASE_URL"], PROGRAM)})
    running: programs.Running = {}
    with tempfile.TemporaryFile() as log:
        try:
            for name in ("web", *others):
                running[name] = start(command(name, port), env=env, cwd=ROOT, output=log)
            programs.wait_for_web(port, running)
            yield port, running
        except Trouble:
            log.seek(0)
            say("\n".join(log.read().decode(errors="replace").splitlines()[-LAST_WORDS:]), "web")
            raise
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                outwait(process)


def command(name: str, port: int) -> list[str]:
    """As the image or docker-compose.yml has it, but for the port, and with the interpreter that runs this."""
    composed = re.search(rf"^  {name}:.*?^    command: (\[.+?\])$", COMPOSED, re.DOTALL | re.MULTILINE)
    words: list[str] = json.loads(composed[1] if composed and name != "web" else IMAGE)
    ours = {"fremrykk.wsgi:application": SERVED, "0.0.0.0:8000": f"{HERE}:{port}"}
    return [sys.executable, "-m", *(ours.get(word, word) for word in words)]
