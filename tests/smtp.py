"""A mail server on this machine, that can refuse, fall silent, or hang up at any point of the talk."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller


class LetterBox:
    """What it took, by Message-ID; `answers` says what it says to a command instead of yes, None hangs up."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.taken: list[Message] = []
        self.answers: dict[str, str | None] = {}

    def count(self, message_uuid: object) -> int:
        return sum(str(message_uuid) in (mail["Message-ID"] or "") for mail in self.taken)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if refusal := self._said(server, "MAIL"):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refusal := self._said(server, "RCPT"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if refusal := self._said(server, "DATA"):
            return refusal
        self.taken.append(email.message_from_bytes(envelope.content))
        if "taken" in self.answers:
            server.transport.close()
        return "250 OK"

    def _said(self, server, command: str) -> str | None:
        if command not in self.answers:
            return None
        answer = self.answers[command]
        if answer is None:
            server.transport.close()
        return answer or "421 gone"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def letter_box() -> Iterator[LetterBox]:
    box = LetterBox()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
