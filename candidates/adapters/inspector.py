"""Runs the sandbox program on a file, with a clock, and takes its word only in the form agreed."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from candidates.ports import FileSource, Inspection
from candidates.validators import RULES, SENTENCES, UploadRule

ROOT = Path(__file__).resolve().parents[2]
# Address space; resident memory stays below 512 MB, as the libraries alone map 200 MB.
MEMORY = 640_000_000
CPU_SECONDS = 20
CONTENT_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
)
BUSY = b'{"verdict": "refused", "reason": "busy"}'
# JSON may write a letter in 6 bytes.
ANSWER_BYTES_A_LETTER = 6


@dataclass(frozen=True)
class SandboxInspector:
    """`candidates.ports.Inspector` over `python -m candidates.sandbox.inspect`, one child process a file."""

    judge_seconds: float = 10
    read_seconds: float = 40
    cpu_seconds: int = CPU_SECONDS
    memory: int = MEMORY
    program: str = "candidates.sandbox.inspect"

    def judge(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        return self._ask("judge", source, extension, RULES[kind], self.judge_seconds)

    def read(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        return self._ask("text", source, extension, RULES[kind], self.read_seconds)

    def _ask(self, mode: str, source: FileSource, extension: str, rule: UploadRule, seconds: float) -> Inspection:
        data = contents(source, rule.max_size + 1)
        answer = self._run(
            [mode, extension, *self._bounds(rule)], data, seconds, 1000 + ANSWER_BYTES_A_LETTER * rule.max_text
        )
        return understood(answer, rule)

    def _bounds(self, rule: UploadRule) -> list[str]:
        return bounds(rule, memory=self.memory, cpu_seconds=self.cpu_seconds)

    def _run(self, arguments: list[str], data: bytes, seconds: float, answer_size: int) -> bytes:
        """The child's answer; empty if it was killed, fell over, or said more than it may.

        `BUSY` where its time was over before it had half of it: a machine with other work says nothing of the file.
        """
        # -s -E -B: no user packages, no environment, nothing written; the environment is empty besides.
        command = [sys.executable, "-s", "-E", "-B", "-m", self.program, *arguments]
        with subprocess.Popen(
            command, cwd=ROOT, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            began, clock = time.monotonic(), Timer(seconds, os.kill, (child.pid, signal.SIGKILL))
            clock.start()
            try:
                answer = _converse(child, data, answer_size)
            finally:
                clock.cancel()
                clock.join()
                is_late = time.monotonic() - began >= seconds
                had = _ended(child)
        if is_late and had < seconds / 2:
            return BUSY
        return answer if len(answer) <= answer_size else b""


def bounds(rule: UploadRule, *, memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> list[str]:
    numbers = {
        "max-size": rule.max_size,
        "max-pages": rule.max_pages,
        "max-unpacked": rule.max_unpacked,
        "max-members": rule.max_members,
        "max-text": rule.max_text,
        "max-pixels": rule.max_pixels,
        "memory": memory,
        "cpu-seconds": cpu_seconds,
    }
    return [f"--{name}={number}" for name, number in numbers.items()]


def _ended(child: "subprocess.Popen[bytes]") -> float:
    """Kill it, unless it has ended; the seconds of processor it has had. Its number is its own until it is waited for."""
    os.kill(child.pid, signal.SIGKILL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _converse(child: "subprocess.Popen[bytes]", data: bytes, answer_size: int) -> bytes:
    """The child reads to the end before it answers, so writing first and reading then cannot lock the two up."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(data)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it died before it had read all: it has no answer either
    return child.stdout.read(answer_size + 1)


def contents(source: FileSource, most: int) -> bytes:
    """The file's bytes, at most so many; an upload is left as it was found, at its beginning."""
    if isinstance(source, bytes):
        return source[:most]
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return opened.read(most)
    source.seek(0)
    data = source.read(most)
    source.seek(0)
    return data


def understood(answer: bytes, rule: UploadRule) -> Inspection:
    """The child has handled a stranger's file: what it says is checked like any stranger's word."""
    try:
        said = json.loads(answer)
        if said["verdict"] == "ok" and said["content_type"] in CONTENT_TYPES:
            return Inspection(
                content_type=said["content_type"], pages=int(said["pages"]), text=_text(said["text"], rule)
            )
        reason = str(said["reason"])
    except (ValueError, KeyError, TypeError, RecursionError):
        reason = ""
    return Inspection(reason=reason if reason in SENTENCES else "unreadable")


def _text(value: object, rule: UploadRule) -> str:
    return str(value).replace("\0", "").encode("utf-8", "ignore").decode("utf-8")[: rule.max_text]
