"""A judge of many files: one child process that loads the libraries once, and forks for each file."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from candidates.adapters.inspector import ROOT, bounds, contents, understood
from candidates.choices import DocumentKind
from candidates.ports import FileSource, Inspection
from candidates.validators import RULES

PROGRAM = "candidates.sandbox.many"
LONGEST_ANSWER = 2_000


@dataclass
class ManyInspector:
    """The part of `candidates.ports.Inspector` that a long list of files needs. One that died is begun anew."""

    _child: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def judge(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        rule = RULES[kind]
        data = contents(source, rule.max_size + 1)
        return understood(self._answer(extension, data), rule)

    def _answer(self, extension: str, data: bytes) -> bytes:
        """Empty when the child fell over: then the file counts as one nobody can read."""
        child = self._running()
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(json.dumps({"extension": extension, "size": len(data)}).encode() + b"\n" + data)
            child.stdin.flush()
            return child.stdout.readline(LONGEST_ANSWER)
        except BrokenPipeError:
            self.close()
            return b""

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child and self._child[0].poll() is not None:
            self.close()
        if not self._child:
            command = [sys.executable, "-s", "-E", "-B", "-m", PROGRAM, *bounds(RULES[DocumentKind.CV])]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self._child.append(subprocess.Popen(command, cwd=ROOT, env={}, **pipes))  # type: ignore[call-overload]
        return self._child[0]

    def close(self) -> None:
        for child in self._child:
            child.kill()
            with child:
                pass
        self._child.clear()


@contextmanager
def many_inspector() -> Iterator[ManyInspector]:
    inspector = ManyInspector()
    try:
        yield inspector
    finally:
        inspector.close()
