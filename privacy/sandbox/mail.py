"""Read one e-mail from standard input; what it says, as JSON, on standard output.

    python -m privacy.sandbox.mail --memory 1000000000 --cpu-seconds 20 < mail > said.json

Text only: HTML is turned into text here, nothing is fetched, nothing is unpacked. Whatever a stranger put together, it
ends in an answer or in a failure of this program alone.
"""

import argparse
import codecs
import email.charset
import email.parser
import email.utils
import json
import re
import sys
from email.message import Message
from typing import Any

from privacy.sandbox.limits import set_sizes, shut_doors
from privacy.sandbox.mail_headers import ids_in, line_of, words
from privacy.sandbox.mail_parts import MOST_PARTS, body_of, files_in, leaves, text_of
from privacy.sandbox.mail_text import tidy

MOST_TEXT = 20_000
# What the walls would keep from being loaded later.
CHARSETS = [
    "ascii", "utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "iso-8859-2",
    "iso-8859-4", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-10", "iso-8859-13", "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "raw-unicode-escape", "koi8-r", "gb2312", "gbk", "gb18030", "big5", "euc-kr", "euc-jp",
    "shift_jis", "iso-2022-jp", "idna",
]  # fmt: skip
WARM = (
    b"From: =?utf-8?q?a?= <a@example.test>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Transfer-Encoding: base64\n\nYQ==\n--b\nContent-Transfer-Encoding: quoted-printable\n\na\n--b\n"
    b"Content-Transfer-Encoding: x-uuencode\nContent-Type: text/html\n\nbegin 666 a\n!80  \nend\n--b--\n"
)
ROBOTS = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|ikke-?svar|bounces?)\b", re.IGNORECASE)


def main(arguments: list[str]) -> int:
    asked = _arguments(arguments)
    set_sizes(memory=asked.memory, cpu_seconds=asked.cpu_seconds)
    raw = sys.stdin.buffer.read()
    for name in CHARSETS:
        codecs.lookup(name)
    told(email.parser.BytesParser().parsebytes(WARM))
    shut_doors()
    sys.stdout.write(json.dumps(told(email.parser.BytesParser().parsebytes(raw))))
    sys.stdout.flush()
    return 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mail")
    parser.add_argument("--memory", type=int, required=True)
    parser.add_argument("--cpu-seconds", type=int, required=True)
    return parser.parse_args(arguments)


def told(mail: Message) -> dict[str, Any]:
    """What our side is told of a mail."""
    name, address = _sender(mail)
    report = _report(mail)
    parts = list(leaves(mail))
    files, left_out = ([], 0) if report is not None else files_in(parts)
    return {
        "sender": address,
        "name": tidy(name)[:150],
        "subject": " ".join(tidy(words(mail.get("Subject"))).split())[:200],
        "text": tidy(text_of(parts))[: MOST_TEXT + 1],
        "message_id": ids_in(mail.get("Message-ID"))[:1],
        "answers": [*ids_in(mail.get("In-Reply-To")), *ids_in(mail.get("References"))][-50:],
        "is_automatic": _is_automatic(mail, address),
        "report": report,
        "files": files,
        "left_out": left_out,
    }


def _sender(mail: Message) -> tuple[str, str]:
    """Whoever stands in From, the first if there are several; no address where there is none."""
    line = line_of(mail, "From")
    found = email.utils.getaddresses([line])
    name, address = next((pair for pair in found if pair[1]), ("", ""))
    if not address:
        plain = re.search(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+", line)
        address = plain[0] if plain else ""
    return words(name), address.strip().lower()


def _is_automatic(mail: Message, address: str) -> bool:
    """Whatever no person waits behind: an answer to it would be answered, and so on (RFC 3834)."""
    submitted = line_of(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = line_of(mail, "Precedence").strip().lower()
    return (
        submitted not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(name in mail for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"))
        or "autoreply" in line_of(mail, "X-Auto-Response-Suppress").lower()
        or line_of(mail, "X-Auto-Response-Suppress").strip().lower() == "all"
        or line_of(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
        or bool(ROBOTS.match(address.partition("@")[0]))
    )


def _report(mail: Message) -> list[str] | None:
    """Of a report about mail of ours, the Message-IDs it says were not delivered; None for any other mail."""
    if mail.get_content_type() != "multipart/report":
        return None
    kind = str(mail.get_param("report-type") or "").lower()
    if kind == "disposition-notification":
        return []  # somebody has read it: nobody asked
    parts = list(mail.walk())[:MOST_PARTS]
    states = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not states:
        return None
    blocks = [block for part in states for block in _inner(part)]
    if not any(str(block.get("Action") or "").strip().lower() == "failed" for block in blocks):
        return []  # late, or passed on: not lost
    return [found for part in parts for found in ids_in(_original_id(part))]


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _original_id(part: Message) -> str:
    if part.get_content_type() == "message/rfc822":
        return " ".join(str(each.get("Message-ID") or "") for each in _inner(part))
    if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
        headers = email.parser.Parser().parsestr(body_of(part), headersonly=True)
        return str(headers.get("Message-ID") or "")
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
