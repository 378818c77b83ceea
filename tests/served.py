"""The program as it is run for real: gunicorn with production's settings, and TLS in front of it.

In front stands what the proxy does and no more: it ends TLS, forgets what a stranger wrote about addresses, says the
truth instead, and hands on the rest as it came. One port speaks both, so that the way from http to https leads somewhere.
"""

import datetime
import http.client
import os
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fremrykk.local.children import start, stop
from tests.programs import database_of_the_test
from tests.source import ROOT

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TLS_HELLO = b"\x16"
LONGEST_HEAD = 64_000
PATIENCE = 180
GUNICORN = [sys.executable, "-m", "gunicorn", "fremrykk.wsgi:application", "--workers", "1", "--threads", "4"]


@dataclass(frozen=True)
class Site:
    port: int  # TLS and not, as the world sees it
    inner: int  # gunicorn itself
    certificate: Path
    log: Path

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        """One request over TLS, of a form if it has a body; its answer is read."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        asked = http.client.HTTPSConnection("localhost", self.port, context=trusting, timeout=30)
        with closing(asked):
            named = {name.replace("_", "-"): said for name, said in headers.items() if said}
            asked.request(method, path, body, FORM | named if body else named)
            return read(asked.getresponse())

    def ask_plainly(self, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("localhost", self.port, timeout=30)
        with closing(asked):
            asked.request(method, path, headers=headers)
            return read(asked.getresponse())

    def send(self, sent: bytes, *, patience: float = 5) -> bytes:
        """Bytes as they are to gunicorn itself, and whatever comes back until it ends or has nothing more to say."""
        with socket.create_connection(("127.0.0.1", self.inner), timeout=patience) as to:
            with suppress(OSError):
                to.sendall(sent)
            heard = b""
            with suppress(OSError):
                while piece := to.recv(65_536):
                    heard += piece
            return heard


def read(answer: http.client.HTTPResponse) -> http.client.HTTPResponse:
    answer.text = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
    return answer


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    certificate = folder / "localhost.pem"
    make_certificate(certificate)
    with closing(socket.create_server(("127.0.0.1", 0))) as door, (folder / "web.log").open("wb") as log:
        port, inner = door.getsockname()[1], free_port()
        env = os.environ | {
            "DATABASE_URL": database_of_the_test(), "SITE_URL": f"https://localhost:{port}", "ALLOWED_HOSTS": "localhost",
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        }  # fmt: skip
        web = start([*GUNICORN, "--no-control-socket", "--bind", f"127.0.0.1:{inner}"], env=env, cwd=ROOT, output=log)
        try:
            found = Site(port, inner, certificate, Path(log.name))
            wait_for(found)
            threading.Thread(target=keep_the_door, args=(door, certificate, inner), daemon=True).start()
            yield found
        finally:
            stop(web)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def wait_for(found: Site) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            if b" 200 OK" in found.send(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"):
                return
        time.sleep(0.1)
    raise AssertionError(f"gunicorn did not start:\n{found.log.read_text()}")


def make_certificate(path: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))


# --- what stands in front ---
def keep_the_door(door: socket.socket, certificate: Path, inner: int) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with suppress(OSError):  # closed: the end
        while True:
            threading.Thread(target=hand_on, args=(door.accept()[0], tls, inner), daemon=True).start()


def hand_on(visitor: socket.socket, tls: ssl.SSLContext, inner: int) -> None:
    with suppress(OSError):
        visitor.settimeout(PATIENCE)
        scheme = "https" if visitor.recv(1, socket.MSG_PEEK) == TLS_HELLO else "http"
        if scheme == "https":
            visitor = tls.wrap_socket(visitor, server_side=True)
        with visitor, socket.create_connection(("127.0.0.1", inner)) as to:
            to.sendall(told_truly(visitor, scheme))
            asking = threading.Thread(target=pump, args=(visitor, to), daemon=True)
            asking.start()
            pump(to, visitor)
            visitor.shutdown(
                socket.SHUT_RDWR
            )  # or it would go on reading, of whoever gets the number of this line next
            asking.join()


def told_truly(visitor: socket.socket, scheme: str) -> bytes:
    said = b""
    while b"\r\n\r\n" not in said and len(said) < LONGEST_HEAD and (piece := visitor.recv(4_096)):
        said += piece
    head, _, rest = said.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"x-forwarded-", b"connection:"))]
    truth = f"X-Forwarded-Proto: {scheme}\r\nX-Forwarded-For: {visitor.getpeername()[0]}\r\nConnection: close"
    return b"\r\n".join([*lines, truth.encode()]) + b"\r\n\r\n" + rest


def pump(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError, ValueError):  # the other side has closed it meanwhile, which ssl calls a wrong value
        while piece := source.recv(65_536):
            to.sendall(piece)
