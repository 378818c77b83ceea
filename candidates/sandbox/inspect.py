"""Look into strangers' files, each in a process of its own; the libraries are loaded once.

    python -m candidates.sandbox.inspect

Its standard input is a socket, over which each order comes as a socket of its own: a line of JSON (`Order`), the file, and
back a line of JSON, or nothing whole where this side fell over. This process sees no file. A fork of it keeps one order
and its clock, and a fork of that one looks into the file, behind the walls of `privacy.sandbox.limits`; what it leaves
in memory no other file can meet. It ends when nobody holds the other end any more.
"""

import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from candidates.sandbox.outcomes import Bounds, Found, Refused
from privacy.sandbox.limits import end_with, hide, set_sizes, shut_doors

PARSERS = {"pdf": "pdf", "docx": "docx", "jpg": "image", "jpeg": "image", "png": "image"}
# What the parsers would otherwise look for once the doors are shut.
NEEDED_LATER = (
    "encodings.cp437",
    "encodings.utf_16",
    "encodings.utf_16_le",
    "encodings.utf_16_be",
    "encodings.latin_1",
    "encodings.cp1252",
)
PIECE = 65_536
UNREADABLE, BUSY = (b'{"verdict": "refused", "reason": "%s"}' % reason for reason in (b"unreadable", b"busy"))


@dataclass(frozen=True)
class Order:
    """What is asked about one file."""

    mode: str  # "judge": may it be taken; "text": that, and what it says
    extension: str
    size: int  # bytes, after the line
    seconds: float
    until: float  # the machine's monotonic clock
    longest: int  # bytes of an answer
    memory: int
    cpu_seconds: int
    max_size: int
    bounds: Mapping[str, int]


def main() -> int:
    hide()
    for name in NEEDED_LATER:
        importlib.import_module(name)
    for name in PARSERS.values():
        _parser(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for who keeps an order
    with socket.socket(fileno=sys.stdin.fileno()) as door:
        while handed := socket.recv_fds(door, 1, 1)[1]:
            with socket.socket(fileno=handed[0]) as asker:
                if os.fork() == 0:
                    door.close()
                    _keep(asker)
    return 0


def _parser(name: str) -> Any:
    return importlib.import_module(f"candidates.sandbox.{name}")


def _keep(asker: socket.socket) -> NoReturn:
    """One order, in a fork that never comes back."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with asker.makefile("rb") as asks:
            order = Order(**json.loads(asks.readline()))
            data = asks.read(order.size)
        if len(data) == order.size:
            asker.sendall(_looked_at(data, order) + b"\n")
    finally:
        os._exit(0)


def _looked_at(data: bytes, order: Order) -> bytes:
    """`BUSY` where the time was over before it had half of it: a machine with other work says nothing of the file."""
    keeper, (ours, theirs) = os.getpid(), os.pipe()
    child = os.fork()
    if child == 0:
        end_with(keeper)
        os.close(ours)
        _look_and_end(data, order, theirs)
    os.close(theirs)
    said = _heard(ours, order)
    os.kill(child, signal.SIGKILL)
    _pid, _status, used = os.wait4(child, 0)
    if said is None:
        return BUSY if used.ru_utime + used.ru_stime < order.seconds / 2 else UNREADABLE
    return said if 0 < len(said) <= order.longest else UNREADABLE


def _heard(pipe: int, order: Order) -> bytes | None:
    """None when the time was over first."""
    said = b""
    while len(said) <= order.longest:
        if not select.select([pipe], [], [], max(order.until - time.monotonic(), 0))[0]:
            return None
        piece = os.read(pipe, PIECE)
        if not piece:
            break
        said += piece
    return said


def _look_and_end(data: bytes, order: Order, out: int) -> NoReturn:
    """In the fork: whatever the file does to it, it has one pipe, to answer with, and never comes back."""
    try:
        os.dup2(out, sys.stdout.fileno())
        os.closerange(sys.stderr.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
        set_sizes(memory=order.memory, cpu_seconds=order.cpu_seconds)
        shut_doors()
        sys.stdout.buffer.write(json.dumps(answer(data, order), ensure_ascii=False).encode("utf-8"))
        sys.stdout.buffer.flush()
    finally:
        os._exit(0)


def answer(data: bytes, order: Order) -> dict[str, object]:
    try:
        found = _judge(data, order)
    except Refused as refusal:
        return {"verdict": "refused", "reason": refusal.code}
    except MemoryError:
        return {"verdict": "refused", "reason": "bomb"}
    except Exception:
        # A parser may fail in any way on a stranger's file; whichever it was, nobody can read the file.
        return {"verdict": "refused", "reason": "damaged"}
    return {"verdict": "ok", "reason": "", "content_type": found.content_type, "pages": found.pages, "text": found.text}


def _judge(data: bytes, order: Order) -> Found:
    if not data:
        raise Refused("empty")
    if len(data) > order.max_size:
        raise Refused("too_large")
    parser, bounds = _parser(PARSERS[order.extension]), Bounds(**order.bounds)
    found: Found = parser.judge(data, bounds)
    if order.mode == "judge" or not hasattr(parser, "text"):
        return found
    return Found(found.content_type, found.pages, parser.text(data, bounds))


if __name__ == "__main__":
    sys.exit(main())
