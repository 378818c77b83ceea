"""Runs the sandbox program that makes what a client may have of a file, with a clock and walls round it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from itertools import accumulate, pairwise
from threading import Timer
from typing import Any

from candidates.adapters.staying import ROOT
from candidates.ports import Area, Covered, PaperFailed

MEMORY = 900_000_000  # address space; a drawn page takes some tens of megabytes of it
CPU_SECONDS, SECONDS = 60, 60
LARGEST, LONGEST_LINE = 30_000_000, 2_000_000
MOST_PAGES = 60
KINDS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class SandboxPaper:
    """`candidates.ports.Paper` over `python -m candidates.sandbox.paper`, one child process a file."""

    seconds: float = SECONDS
    memory: int = MEMORY
    program: str = "candidates.sandbox.paper"

    def mark(self, data: bytes, *, content_type: str, words: str) -> bytes:
        return self._ask({"do": "mark", "words": words}, data, content_type, b"%PDF-")[1]

    def pictures(self, data: bytes, *, content_type: str, shown: int) -> list[bytes]:
        said, made = self._ask({"do": "show", "shown": shown}, data, content_type, b"\xff\xd8\xff")
        ends = [0, *accumulate(int(size) for size in said["sizes"][:shown])]
        return [made[first:last] for first, last in pairwise(ends)]

    def cover(
        self, data: bytes, *, content_type: str, areas: list[Area], words: list[str], without: list[int]
    ) -> Covered:
        order = {"do": "cover", "areas": areas, "words": words, "without": without}
        said, made = self._ask(order, data, content_type, b"%PDF-")
        return Covered(
            data=made, pages=int(said["pages"]), text=str(said["text"]).replace("\0", ""),
            missing=[str(each) for each in said["missing"]],
        )  # fmt: skip

    def _ask(
        self, order: dict[str, Any], data: bytes, content_type: str, begins: bytes
    ) -> tuple[dict[str, Any], bytes]:
        """What the child says of a stranger's file is checked like any stranger's word."""
        if content_type not in KINDS:
            raise PaperFailed("wrong_type")
        line = json.dumps({**order, "kind": KINDS[content_type], "most": MOST_PAGES}).encode()
        head, _line, made = self._run(line + b"\n" + data).partition(b"\n")
        try:
            said = json.loads(head) if len(head) <= LONGEST_LINE else {}
            if said["verdict"] == "ok" and made.startswith(begins):
                return said, made
            raise PaperFailed(str(said.get("reason", "")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PaperFailed("unreadable") from error

    def _run(self, given: bytes) -> bytes:
        command = [
            sys.executable, "-s", "-E", "-B", "-m", self.program,
            f"--memory={self.memory}", f"--cpu-seconds={CPU_SECONDS}",
        ]  # fmt: skip
        with subprocess.Popen(
            command, cwd=ROOT, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:  # fmt: skip
            clock = Timer(self.seconds, child.kill)
            clock.start()
            try:
                answer = _converse(child, given)
            finally:
                clock.cancel()
                child.kill()
        return answer if len(answer) <= LARGEST else b""


def _converse(child: "subprocess.Popen[bytes]", given: bytes) -> bytes:
    """It reads to the end before it answers, so the two cannot lock up."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(given)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it died before it had read all: it has no answer either
    return child.stdout.read(LARGEST + 1)
