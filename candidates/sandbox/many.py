"""Judge many files, one after another, each in a process of its own; the libraries are loaded once.

    python -m candidates.sandbox.many --max-pages=500 …

It reads a line of JSON (`{"extension": "pdf", "size": 689}`) and so many bytes, and answers with one line of JSON, until
its input ends. It parses nothing itself: each file is looked at by a fork of it behind the walls of `inspect`, with a
clock, and a fork that dies is an answer like any other.
"""

import argparse
import importlib
import json
import os
import select
import signal
import sys
import time

from candidates.sandbox.inspect import NEEDED_LATER, PARSERS, answer, arguments
from privacy.sandbox.limits import set_sizes, shut_doors

SECONDS = 10
MOST_WORDS = 1000
UNREADABLE, BUSY = (b'{"verdict": "refused", "reason": "%s"}' % reason for reason in (b"unreadable", b"busy"))


def main(given: list[str]) -> int:
    asked = arguments(["judge", "pdf", *given])
    parsers = {extension: importlib.import_module(f"candidates.sandbox.{name}") for extension, name in PARSERS.items()}
    for name in NEEDED_LATER:
        importlib.import_module(name)
    asks, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := asks.readline():
        order = json.loads(line)
        data = asks.read(order["size"])
        answers.write(_looked_at(parsers[order["extension"]], data, asked) + b"\n")
        answers.flush()
    return 0


def _looked_at(parser: object, data: bytes, asked: argparse.Namespace) -> bytes:
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _judge_and_end(parser, data, asked, theirs)
    os.close(theirs)
    until = time.monotonic() + SECONDS
    try:
        said = _heard(ours, until)
    finally:
        os.close(ours)
        os.kill(child, signal.SIGKILL)
        _pid, _status, used = os.wait4(child, 0)
    if time.monotonic() >= until and used.ru_utime + used.ru_stime < SECONDS / 2:
        return BUSY  # a machine with other work says nothing of the file
    return said if 0 < len(said) <= MOST_WORDS and b"\n" not in said else UNREADABLE


def _judge_and_end(parser: object, data: bytes, asked: argparse.Namespace, out: int) -> None:
    """In the fork: it never comes back, whatever the file does to it, and cannot reach the next file or the answers."""
    try:
        os.close(sys.stdin.fileno())
        os.close(sys.stdout.fileno())
        set_sizes(memory=asked.memory, cpu_seconds=asked.cpu_seconds)
        shut_doors()
        os.write(out, json.dumps(answer(parser, data, asked)).encode())
    finally:
        os._exit(0)


def _heard(pipe: int, until: float) -> bytes:
    said = b""
    while len(said) <= MOST_WORDS and select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
        piece = os.read(pipe, MOST_WORDS + 1)
        if not piece:
            break
        said += piece
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
