"""Has the sandbox program look into a file, and takes its word only in the form agreed."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from candidates.adapters.staying import Staying
from candidates.ports import FileSource, Inspection
from candidates.validators import RULES, SENTENCES, UploadRule

# Address space: what a file takes, beside the libraries, which alone map some 70 MB.
MEMORY = 640_000_000
CPU_SECONDS = 20
CONTENT_TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
)
# JSON may write a letter in 6 bytes.
ANSWER_BYTES_A_LETTER = 6


@dataclass(frozen=True)
class SandboxInspector:
    """`candidates.ports.Inspector` over `python -m candidates.sandbox.inspect`, one program for this process."""

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
        longest, until = 1000 + ANSWER_BYTES_A_LETTER * rule.max_text, time.monotonic() + seconds
        order = {
            "mode": mode, "extension": extension, "size": len(data), "seconds": seconds, "until": until,
            "longest": longest, "memory": self.memory, "cpu_seconds": self.cpu_seconds, **bounds(rule),
        }  # fmt: skip
        asked = program(self.program)
        answer = asked.ask(json.dumps(order).encode() + b"\n" + data, until=until, longest=longest)
        found = understood(answer, rule) if answer else Inspection(reason="busy")
        if found.reason == "unreadable":
            asked.begin_anew()  # whoever tries what brings a parser down learns nothing of the next one's memory
        return found


_programs: dict[str, Staying] = {}


def program(name: str) -> Staying:
    """Shared by all inspectors of this process."""
    return _programs.get(name) or _programs.setdefault(name, Staying(name))


def _in_a_fork() -> None:
    for each in _programs.values():
        each.disown()
    _programs.clear()


os.register_at_fork(after_in_child=_in_a_fork)


def bounds(rule: UploadRule) -> dict[str, object]:
    names = ("max_pages", "max_unpacked", "max_members", "max_text", "max_pixels")
    return {"max_size": rule.max_size, "bounds": {name: getattr(rule, name) for name in names}}


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
