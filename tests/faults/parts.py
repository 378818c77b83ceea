"""One program of the agency as the nemesis has it: begun, killed, frozen and thawed, and always back at the same address."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fremrykk.local.children import Command, children, start, stop
from tests.source import ROOT

PATIENCE = 90  # seconds until a program must be ready; the machine may be busy


@dataclass
class Part:
    """`ready` says whether it does its work; what it says itself stands in its log."""

    name: str
    command: Command
    log: Path
    ready: Callable[["Part"], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    as_servant: bool = False
    asks_to_stop: int = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def pid(self) -> int:
        assert self.process, f"{self.name} was never begun"
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def begin(self) -> None:
        with self.log.open("ab") as output:
            self.process = start(
                self.command, env=os.environ | self.env, cwd=self.log.parent if self.as_servant else ROOT,
                output=output, as_servant=self.as_servant, dies_with=self.asks_to_stop,
            )  # fmt: skip

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.ready(self):
            assert self.is_running and time.monotonic() < until, f"{self.name} did not start:\n{self.said()[-3000:]}"
            time.sleep(0.05)

    def start(self) -> None:
        self.begin()
        self.wait()

    def kill(self) -> None:
        """Without a word: itself and whatever it has begun."""
        self._tell_all(signal.SIGKILL)
        self._gone()

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def stop(self) -> None:
        """In order; frozen it is thawed first, or it would never hear it."""
        if self.process:
            self.thaw()
            stop(self.process, self.asks_to_stop, patience=20)

    def freeze(self) -> None:
        self._tell_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell_all(signal.SIGCONT)

    def kill_child(self, which: int) -> None:
        """One of its processes, while it lives on itself."""
        if found := children(self.pid):
            with suppress(ProcessLookupError):
                os.kill(found[which % len(found)], signal.SIGKILL)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def _tell_all(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def _gone(self) -> None:
        assert self.process
        self.process.wait(20)
