"""A maildir on disk, and mails to put into it."""

import datetime
import os
from email.message import EmailMessage
from pathlib import Path

from privacy.actions import incoming
from privacy.adapters.maildir import Maildir

MONDAY = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
PDF = b"%PDF-1.7 en CV"


class Inbox(Maildir):
    """With what a test does to it."""

    def deliver(self, mail: EmailMessage | bytes, *, at: datetime.datetime = MONDAY) -> str:
        name = f"{self.lies_there()}.{os.urandom(4).hex()}"
        path = self.folder / "new" / name
        path.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
        os.utime(path, (at.timestamp(), at.timestamp()))
        return name

    def read(self, at: datetime.datetime = MONDAY) -> dict[str, int]:
        return dict(incoming.read(mailbox=self, at=at))

    def lies_there(self, inner: str = "new") -> int:
        folder = self.folder / inner
        return len(list(folder.iterdir())) if folder.exists() else 0


def inbox_at(folder: Path) -> Inbox:
    (folder / "new").mkdir(parents=True)
    return Inbox(folder)


def letter(text: str = "Når svarer dere?", *, files: dict[str, bytes] | None = None, **headers: str) -> EmailMessage:
    """A mail of Kari's; `Auto_Submitted="…"` is a header, None leaves one out."""
    mail = EmailMessage()
    usual = {"From": "Kari Nordmann <Kari@example.test>", "To": "post@fremrykk.no", "Subject": "Spørsmål"}
    usual |= {"Message-ID": f"<{os.urandom(8).hex()}@example.test>"}
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    for name, data in (files or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def report(message_id: str, *, action: str = "failed") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.test
To: post@fremrykk.no
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Return-Path: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test

Final-Recipient: rfc822; kari@example.test
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: post@fremrykk.no
Message-ID: {message_id}

--b--
""".encode()
