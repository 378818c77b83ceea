"""Runs the sandbox program that reads a mail, with a clock, and takes its word only in the form agreed."""

import base64
import binascii
import datetime
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from privacy.choices.inbox import FileType
from privacy.ports import ReceivedFile, ReceivedMail, UnreadableMail

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1_000_000_000  # address space
CPU_SECONDS = 20
SECONDS = 30
LARGEST_ANSWER = 40_000_000
TYPES = {"pdf": FileType.PDF, "docx": FileType.WORD}
is_address = EmailValidator(allowlist=[])


@dataclass(frozen=True)
class SandboxReader:
    """One child process a mail: whatever it does to the parser, it does it there."""

    seconds: float = SECONDS
    program: str = "privacy.sandbox.mail"

    def read(self, raw: bytes, *, digest: str, received_at: datetime.datetime) -> ReceivedMail:
        """`digest` is the mail's fingerprint, its key where it names itself by nothing. Raises `UnreadableMail`."""
        try:
            return understood(json.loads(self._answer(raw)), digest=digest, received_at=received_at)
        except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
            raise UnreadableMail(digest) from None

    def _answer(self, raw: bytes) -> bytes:
        command = [
            sys.executable, "-s", "-E", "-B", "-m", self.program,
            f"--memory={MEMORY}", f"--cpu-seconds={CPU_SECONDS}",
        ]  # fmt: skip
        try:
            child = subprocess.run(
                command, cwd=ROOT, env={}, input=raw, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                timeout=self.seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return b""
        return child.stdout if child.returncode == 0 and len(child.stdout) <= LARGEST_ANSWER else b""


def understood(said: dict[str, Any], *, digest: str, received_at: datetime.datetime) -> ReceivedMail:
    """The child has handled a stranger's mail: what it says is checked like any stranger's word."""
    message_id = "".join(_text(each) for each in said["message_id"])
    sender, text = _address(said["sender"]), _text(said["text"])
    report = said["report"]
    return ReceivedMail(
        key=_key(message_id, sender, _text(said["subject"]), text) if message_id else digest,
        received_at=received_at,
        sender=sender,
        name=_text(said["name"])[:150],
        subject=_text(said["subject"])[:200],
        text=text,
        message_id=message_id,
        answers=tuple(_text(each) for each in said["answers"]),
        is_automatic=bool(said["is_automatic"]),
        report=None if report is None else tuple(_text(each) for each in report),
        files=tuple(_file(each) for each in said["files"]),
        left_out=min(int(said["left_out"]), 1_000),
    )


def _key(*parts: str) -> str:
    """A mail that came by two ways is one; somebody else's under the same Message-ID is another."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _text(value: object) -> str:
    return str(value).replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _address(value: object) -> str:
    address = _text(value).strip().lower()
    try:
        is_address(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def _file(told: dict[str, str]) -> ReceivedFile:
    data = base64.b64decode(told["data"], validate=True)
    return ReceivedFile(_text(told["name"])[:200], TYPES[told["ending"]], data)
