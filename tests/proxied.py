"""The program behind its real proxy: the image's command, and nginx with the very files of docker/proxy."""

import os
import re
import shutil
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from subprocess import Popen

import pytest
import yaml

from fremrykk.local.children import give_to_servant, start, stop
from tests import local_world
from tests.programs import NO_PROXY, database_of_the_test
from tests.served import FORM, Site, free_port, make_certificate, read, wait_for
from tests.source import ROOT

COMMAND: list[str] = yaml.safe_load(re.findall(r"^CMD (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[-1])
PROGRAMS = f"{os.environ['PATH']}:/usr/sbin"  # where Debian puts it
ELSEWHERE = (
    "203.0.113.1"  # no proxy here has it: in a container the proxy is another machine, which is not believed by default
)
PATIENCE = 180


@dataclass(frozen=True)
class Proxy:
    http: int
    https: int
    health: int
    certificate: Path
    folder: Path

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, *, origin: str = "127.0.0.1", **headers: str
    ) -> HTTPResponse:
        """One request over TLS, from the address `origin` of this machine."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        with closing(
            HTTPSConnection("localhost", self.https, context=trusting, timeout=PATIENCE, source_address=(origin, 0))
        ) as asked:
            named = {name.replace("_", "-"): said for name, said in headers.items()}
            asked.request(method, path, body, FORM | named if body else named)
            return read(asked.getresponse())

    def ask_plainly(self, method: str, path: str, port: int = 0, **headers: str) -> HTTPResponse:
        with closing(HTTPConnection("localhost", port or self.http, timeout=PATIENCE)) as asked:
            asked.request(method, path, headers=headers)
            return read(asked.getresponse())

    def line(self, origin: str = "127.0.0.1") -> ssl.SSLSocket:
        """A line to write on by hand."""
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=PATIENCE, source_address=(origin, 0))
        return ssl.create_default_context(cafile=str(self.certificate)).wrap_socket(plain, server_hostname="localhost")

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


def require_proxy() -> None:
    if shutil.which("nginx", path=PROGRAMS):
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":  # what .ci/run asks for: nothing is left out there
        pytest.fail(f"{NO_PROXY}: apt-get install nginx")
    pytest.skip(NO_PROXY)


@contextmanager
def proxy(web: str, *, certified: bool = True) -> Iterator[Proxy]:
    """nginx as its container runs it, in front of host:port."""
    folder = local_world.home() / f"proxy-{time.monotonic_ns()}"
    shutil.copytree(ROOT / "docker" / "proxy", folder / "program")
    for name in ("run", "bodies", "certificates"):
        (folder / name).mkdir()
        give_to_servant(folder / name)
    found = Proxy(free_port(), free_port(), free_port(), folder / "site.pem", folder)
    make_certificate(found.certificate)
    if certified:
        install(found, found.certificate)
    with run(found, web):
        yield found


@contextmanager
def run(found: Proxy, web: str) -> Iterator[None]:
    running = start_proxy(found, web)
    try:
        wait_until(lambda: found.ask_plainly("GET", "/", port=found.health).status == 204, running, found)
        yield
    finally:
        stop(running)


def start_proxy(found: Proxy, web: str) -> Popen[bytes]:
    (found.folder / "log").touch()
    (found.folder / "log").chmod(0o666)  # nginx opens it anew, as the user it is
    env = os.environ | {
        "RUN": str(found.folder / "run"), "BODIES": str(found.folder / "bodies"), "CERTIFICATES": str(found.folder / "certificates"),
        "HTTP_PORT": str(found.http), "HTTPS_PORT": str(found.https), "HEALTH_PORT": str(found.health), "WEB": web, "LOOK_EVERY": "1",
        "PATH": PROGRAMS, "TZ": "UTC",
    }  # fmt: skip
    with (found.folder / "log").open("ab") as log:
        return start(["sh", found.folder / "program" / "start.sh"], env=env, output=log, as_servant=True)


def install(found: Proxy, certificate: Path) -> None:
    """As certbot leaves it; one file holds both here."""
    site = found.folder / "certificates" / "live" / "site"
    site.mkdir(parents=True, exist_ok=True)
    for name in ("privkey.pem", "fullchain.pem"):
        shutil.copy(certificate, site / f"new-{name}")
        (site / f"new-{name}").chmod(0o644)
        (site / f"new-{name}").rename(site / name)


def wait_until(ready, running: Popen[bytes], found: Proxy) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        with suppress(OSError):
            if ready():
                return
        time.sleep(0.05)
    raise AssertionError(f"the proxy did not start:\n{found.log}")


@contextmanager
def web(folder: Path, address: str, inner: int, *, workers: int = 1) -> Iterator[Site]:
    """The program with the command of its image, but for the number of its processes and the port."""
    env = os.environ | {
        "DATABASE_URL": database_of_the_test(), "SITE_URL": address, "ALLOWED_HOSTS": "localhost",
        "DJANGO_SETTINGS_MODULE": "tests.served_settings", "FORWARDED_ALLOW_IPS": ELSEWHERE,
    }  # fmt: skip
    command = [sys.executable, "-m", *COMMAND, "--bind", f"127.0.0.1:{inner}", "--workers", str(workers)]
    with (folder / "web.log").open("wb") as log:
        running = start(command, env=env, cwd=ROOT, output=log)
    try:
        found = Site(inner, inner, folder, folder / "web.log")
        wait_for(found)
        yield found
    finally:
        stop(running)


@contextmanager
def slow_clients(connect, number: int) -> Iterator[list[socket.socket]]:
    """So many forms on their way, a kilobyte a second; `connect` gives the line of each."""
    head = "POST /kontakt/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n"
    over = threading.Event()
    with ExitStack() as lines:
        sending = [lines.enter_context(connect(each)) for each in range(number)]
        for line in sending:
            line.sendall(head.encode())

        def trickle() -> None:
            while not over.wait(1):
                for line in sending:
                    with suppress(OSError):  # the other side may hang up
                        line.sendall(b"message=" + b"a" * 992)

        trickling = threading.Thread(target=trickle)
        trickling.start()
        try:
            yield sending
        finally:
            over.set()
            trickling.join()
