"""Runs the sandbox program that makes a PDF, with a clock and walls round it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any

from django.conf import settings

from privacy.ports import PdfFailed

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 2_000_000_000  # address space, most of it the library itself; what is used stays far below
CPU_SECONDS = 60
SECONDS = 60
LARGEST = 100_000_000
PIECE = 64 * 1024


@dataclass(frozen=True)
class TypstPdfMaker:
    """`privacy.ports.PdfMaker` over `python -m privacy.sandbox.pdf`, one child process a file."""

    seconds: float = SECONDS
    memory: int = MEMORY
    program: str = "privacy.sandbox.pdf"

    def make(self, template: str, data: Any, *, to: Path) -> None:
        source = (settings.BASE_DIR / "templates" / "pdf" / template).read_text(encoding="utf-8")
        given = json.dumps({"template": source, "data": data}).encode()
        command = [
            sys.executable, "-s", "-E", "-B", "-m", self.program,
            f"--memory={self.memory}", f"--cpu-seconds={CPU_SECONDS}",
        ]  # fmt: skip
        with to.open("wb") as output, subprocess.Popen(
            command, cwd=ROOT, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:  # fmt: skip
            clock = Timer(self.seconds, child.kill)
            clock.start()
            try:
                is_whole = _converse(child, given, output)
                status = child.wait()
            finally:
                clock.cancel()
                child.kill()
        if status or not is_whole:
            raise PdfFailed(f"{template}: the program ended with {status}")


def _converse(child: "subprocess.Popen[bytes]", given: bytes, output: IO[bytes]) -> bool:
    """Whether it answered with a whole PDF. It reads to the end before it answers, so the two cannot lock up."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(given)
        child.stdin.close()
    except BrokenPipeError:
        return False
    size, first = 0, b""
    while piece := child.stdout.read(PIECE):
        first, size = first or piece, size + len(piece)
        if size > LARGEST:
            child.kill()
            return False
        output.write(piece)
    return first.startswith(b"%PDF-")
