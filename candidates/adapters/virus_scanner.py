"""clamd's INSTREAM over a socket. Whatever is not a clear "OK" is not clean."""

import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from candidates.ports import FileSource, Verdict, VirusScanner

CHUNK = 1 << 16
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
MAX_ANSWER = 4_096
DEFAULT_PORT = 3310
CLEAN = re.compile(rb"\Astream: OK\0?\s*\Z")
INFECTED = re.compile(rb"\Astream: .+ FOUND\0?\s*\Z")


class NoScanner:
    """CLAMAV_URL=none: said in words, and every file stays marked as not scanned."""

    def scan(self, source: FileSource) -> Verdict:
        return Verdict.UNSCANNED


@dataclass(frozen=True)
class Clamd:
    """A clamd at host and port, or at a Unix socket (host empty)."""

    host: str = ""
    port: int = DEFAULT_PORT
    path: str = ""
    connect_seconds: float = CONNECT_SECONDS
    answer_seconds: float = ANSWER_SECONDS

    def scan(self, source: FileSource) -> Verdict:
        """AWAY for a scanner that is down or silent, ERROR for one over its limits or not understood: the file stays shut
        and is asked again."""
        try:
            connection = self._connected()
        except OSError:
            return Verdict.AWAY
        try:
            with connection:
                return self._asked(connection, source)
        except (ConnectionError, TimeoutError):
            return Verdict.AWAY
        except OSError:
            return Verdict.ERROR

    def _asked(self, connection: socket.socket, source: FileSource) -> Verdict:
        connection.settimeout(self.answer_seconds)
        connection.sendall(b"zINSTREAM\0")
        for piece in pieces(source):
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        return verdict(_answer(connection))

    def _connected(self) -> socket.socket:
        if self.host:
            return socket.create_connection((self.host, self.port), timeout=self.connect_seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.connect_seconds)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def scanner_at(url: str) -> VirusScanner:
    """`none`, `tcp://host:3310` or `unix:///run/clamd.sock`; an address not understood stops the program."""
    if url == "none":
        return NoScanner()
    parts = urlsplit(url)
    if parts.scheme in ("tcp", "clamd") and parts.hostname:
        return Clamd(host=parts.hostname, port=parts.port or DEFAULT_PORT)
    if parts.scheme == "unix" and parts.path:
        return Clamd(path=parts.path)
    raise ValueError("CLAMAV_URL must be none, tcp://host:port or unix:///path")


def pieces(source: FileSource) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield from (source[at : at + CHUNK] for at in range(0, len(source), CHUNK))
    elif isinstance(source, Path):
        with source.open("rb") as opened:
            yield from iter(lambda: opened.read(CHUNK), b"")
    else:
        source.seek(0)
        yield from iter(lambda: source.read(CHUNK), b"")


def verdict(answer: bytes) -> Verdict:
    if CLEAN.match(answer):
        return Verdict.CLEAN
    return Verdict.INFECTED if INFECTED.match(answer) else Verdict.ERROR


def _answer(connection: socket.socket) -> bytes:
    """Up to the closing zero; an answer that never ends is none."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER:
        piece = connection.recv(MAX_ANSWER)
        if not piece:
            break
        answer += piece
    return answer
