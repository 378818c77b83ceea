"""A program that stays and answers one order after another, each over a socket of its own; begun when first needed."""

import atexit
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parents[2]
PIECE = 65_536
LATE = 2  # seconds after its time, when the program must have said that it was over
MOST_ORDERS = 1_000  # what is forked of one process lies in memory as that one does: not for ever


@dataclass
class Staying:
    """One such program, this process's alone: it ends with it, and is begun anew where it died."""

    program: str
    _owner: int = field(default_factory=os.getpid)
    _lock: Lock = field(default_factory=Lock)
    _child: "subprocess.Popen[bytes] | None" = None
    _door: socket.socket | None = None
    _orders: int = 0
    _leaving: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def ask(self, given: bytes, *, until: float, longest: int) -> bytes:
        """The line it answers, or nothing where it fell over or let `until` (of `time.monotonic`) pass.

        It is begun anew for the next then; orders it has go on.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                child = self._hand_over(theirs)
            answer = _conversed(ours, given, until + LATE, longest)
        if not answer:
            self._end(child)
        return answer

    def begin_anew(self) -> None:
        """For the next order."""
        self._end(self._child)

    def close(self) -> None:
        if os.getpid() != self._owner:  # a fork, at its end
            return
        self.begin_anew()
        for child in self._leaving:
            child.kill()
            child.wait()
        self._leaving.clear()

    def disown(self) -> None:
        """In a fork of the process whose it is."""
        if self._door is not None:
            self._door.close()

    def _hand_over(self, order: socket.socket) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            for _attempt in range(2):
                try:
                    socket.send_fds(self._door or self._begin(), [b"o"], [order.fileno()])
                except OSError:  # it died since the last, or the machine has no room for one
                    self._forget()
                    continue
                self._orders += 1
                child = self._child
                if self._orders >= MOST_ORDERS:
                    self._forget()
                return child
        return None

    def _begin(self) -> socket.socket:
        # -s -E -B: no user packages, no environment, nothing written; the environment is empty besides.
        command = [sys.executable, "-s", "-E", "-B", "-m", self.program]
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._child = subprocess.Popen(
                command, cwd=ROOT, env={}, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        self._orders = 0
        atexit.unregister(self.close)
        atexit.register(self.close)
        return self._door

    def _end(self, child: "subprocess.Popen[bytes] | None") -> None:
        """Unless somebody who asked beside us has begun another by now."""
        with self._lock:
            if child is self._child:
                self._forget()

    def _forget(self) -> None:
        """It ends by itself at a closed door, after what it was handed before."""
        if self._door is not None:
            self._door.close()
        self._leaving = [each for each in (*self._leaving, self._child) if each and each.poll() is None]
        self._child = self._door = None


def _conversed(asked: socket.socket, given: bytes, until: float, longest: int) -> bytes:
    """It reads to the end before it answers, so the two cannot lock up."""
    said = b""
    try:
        asked.settimeout(_left(until))
        asked.sendall(given)
        while len(said) <= longest:
            asked.settimeout(_left(until))
            piece = asked.recv(min(PIECE, longest + 2 - len(said)))
            if not piece:
                break
            said += piece
    except OSError:  # dead, or too late
        return b""
    return said if said.endswith(b"\n") else b""  # half an answer is none


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.001)
