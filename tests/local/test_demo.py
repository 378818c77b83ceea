import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from fremrykk.local.children import Trouble
from fremrykk.local.place import only_one
from fremrykk.local.valkey import free_port
from tests.local.test_servers import home, processes_of, wait_until  # noqa: F401

READY = "Fremrykk is ready"


class Launcher:
    """`make demo` on a folder of its own, and what its terminal shows."""

    def __init__(self, var: Path, port: int) -> None:
        self.port, self.var = port, var
        self.terminal = var.parent / f"terminal-{port}.txt"
        command = [sys.executable, "-m", "fremrykk.local.demo", "--var", str(var), "--port", str(port)]
        with self.terminal.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)

    def text(self) -> str:
        return self.terminal.read_text(errors="replace")

    def wait_until_ready(self) -> float:
        began = time.monotonic()
        assert wait_until(lambda: READY in self.text() or self.process.poll() is not None, 150)
        assert READY in self.text(), self.text()
        return time.monotonic() - began

    def livez(self) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as asked:
            asked.request("GET", "/livez", headers={"Host": "localhost"})
            with asked.getresponse() as answer:
                return answer.status

    def family(self) -> list[str]:
        return processes_of(self.var) + processes_of_port(self.port) + processes_with_parent(self.process.pid)


def processes_of_port(port: int) -> list[str]:
    return processes_of(Path(f"127.0.0.1:{port}"))


def processes_with_parent(parent: int) -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if re.search(rf"^PPid:\t{parent}$", status.read_text(), re.MULTILINE):
                found.append(status.parent.name)
        except OSError:
            continue
    return found


def workers_on(var: Path) -> list[str]:
    """Programs whose environment names this demo's database: worker and beat show it nowhere else."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(var / "postgres").encode() in environ.read_bytes():
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


def test_life_of_a_demo(home):  # noqa: F811
    var = home / "var"
    first = Launcher(var, free_port())
    first.wait_until_ready()
    assert first.livez() == 200
    assert "127.0.0.1" in listening_on(first.port)
    keys = {path.name: path.read_text() for path in (var / "keys").iterdir()}

    second = subprocess.run(
        [sys.executable, "-m", "fremrykk.local.demo", "--var", var, "--port", str(free_port())],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert second.returncode == 1
    assert f"The demo runs already from this folder: process {first.process.pid}" in second.stdout

    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    assert wait_until(lambda: first.family() + workers_on(var) == [], 20)

    again = Launcher(var, first.port)
    assert again.wait_until_ready() < 10 * slow_machine()
    assert {path.name: path.read_text() for path in (var / "keys").iterdir()} == keys

    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(30) == 0
    assert again.family() + workers_on(var) == []
    assert "Traceback" not in again.text()
    assert again.text().rstrip().endswith("the data are kept in var/ for the next time.")


def slow_machine() -> float:
    """The budget of ten seconds is for a machine that does nothing else; a busy one gets more."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def listening_on(port: int) -> list[str]:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = [row[1] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port]
    return [socket.inet_ntoa(bytes.fromhex(address.split(":")[0])[::-1]) for address in addresses]


def test_busy_port_is_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = subprocess.run(
            [sys.executable, "-m", "fremrykk.local.demo", "--var", tmp_path / "var", "--port", str(port)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    assert said.returncode == 1
    assert f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}" in said.stdout


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_port_that_is_none_is_a_sentence(port):
    said = subprocess.run(
        [sys.executable, "-m", "fremrykk.local.demo", "--port", port], check=False, capture_output=True, text=True
    )

    assert said.returncode == 2
    assert f"a port is a number from 1 to 65535, not '{port}'" in said.stderr


def test_lock_left_by_a_killed_launcher_stops_nobody(tmp_path):
    (tmp_path / "demo.lock").write_text("process 1, http://localhost:8000/")

    with only_one(tmp_path, 8000), pytest.raises(Trouble, match="runs already"), only_one(tmp_path, 8001):
        pass
