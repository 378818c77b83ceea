"""Read one e-mail from standard input; what it says, as JSON, on standard output.

    python -m privacy.sandbox.mail --memory 1000000000 --cpu-seconds 20 < mail > said.json

Text only: HTML is turned into text here, nothing is fetched, nothing is unpacked. Whatever a stranger put together, it
ends in an answer or in a failure of this program alone.
"""

import argparse
import base64
import codecs
import email.charset
import email.errors
import email.parser
import email.utils
import json
import re
import sys
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from typing import Any

from privacy.sandbox.limits import set_sizes, shut_doors
from privacy.sandbox.mail_text import tidy, without_markup

MOST_PARTS = 300
MOST_TEXT = 20_000
MOST_FILES = 4
LARGEST_FILE = 5_000_000
# What the walls would keep from being loaded later.
CHARSETS = [
    "ascii",
    "utf-8",
    "utf-7",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-9",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "raw-unicode-escape",
    "koi8-r",
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "euc-kr",
    "euc-jp",
    "shift_jis",
    "iso-2022-jp",
    "idna",
]
WARM = (
    b"From: =?utf-8?q?a?= <a@example.test>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Transfer-Encoding: base64\n\nYQ==\n--b\nContent-Transfer-Encoding: quoted-printable\n\na\n--b\n"
    b"Content-Transfer-Encoding: x-uuencode\nContent-Type: text/html\n\nbegin 666 a\n!80  \nend\n--b--\n"
)
BEGINS = {
    "pdf": lambda data: b"%PDF" in data[:1029],
    "docx": lambda data: data.startswith(b"PK\x03\x04"),
}
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
    parts = list(_leaves(mail))
    files, left_out = ([], 0) if report is not None else _files(parts)
    return {
        "sender": address,
        "name": tidy(name)[:150],
        "subject": " ".join(tidy(_words(mail.get("Subject"))).split())[:200],
        "text": tidy(_text(parts))[: MOST_TEXT + 1],
        "message_id": _ids(mail.get("Message-ID"))[:1],
        "answers": [*_ids(mail.get("In-Reply-To")), *_ids(mail.get("References"))][-50:],
        "is_automatic": _is_automatic(mail, address),
        "report": report,
        "files": files,
        "left_out": left_out,
    }


def _words(header: Any) -> str:
    """A header line in letters, encoded words and wrong ones included."""
    if header is None:
        return ""
    line = str(header).replace("\r", " ").replace("\n", " ")[:5_000]
    try:
        return "".join(_decoded(part, charset or "utf-8") for part, charset in decode_header(line))
    except (ValueError, OSError, LookupError, email.errors.HeaderParseError):
        return line


def _decoded(data: bytes | str, charset: str) -> str:
    if isinstance(data, str):
        return data
    for name in (charset, "utf-8", "windows-1252"):
        try:
            return data.decode(name)
        except (LookupError, ValueError, OSError, ImportError):
            continue
    return data.decode("latin-1")


def _sender(mail: Message) -> tuple[str, str]:
    """Whoever stands in From, the first if there are several; no address where there is none."""
    line = _line(mail, "From")
    found = email.utils.getaddresses([line])
    name, address = next((pair for pair in found if pair[1]), ("", ""))
    if not address:
        plain = re.search(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+", line)
        address = plain[0] if plain else ""
    return _words(name), address.strip().lower()


def _line(mail: Message, name: str) -> str:
    return str(mail.get(name) or "").replace("\r", " ").replace("\n", " ")[:2_000]


def _ids(header: Any) -> list[str]:
    return re.findall(r"<[^<>\s]{1,250}>", str(header or "")[:20_000])


def _is_automatic(mail: Message, address: str) -> bool:
    """Whatever no person waits behind: an answer to it would be answered, and so on (RFC 3834)."""
    submitted = _line(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = _line(mail, "Precedence").strip().lower()
    return (
        submitted not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(name in mail for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"))
        or "autoreply" in _line(mail, "X-Auto-Response-Suppress").lower()
        or _line(mail, "X-Auto-Response-Suppress").strip().lower() == "all"
        or _line(mail, "Return-Path").strip() == "<>"
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
    return [found for part in parts for found in _ids(_original_id(part))]


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _original_id(part: Message) -> str:
    if part.get_content_type() == "message/rfc822":
        return " ".join(str(each.get("Message-ID") or "") for each in _inner(part))
    if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
        headers = email.parser.Parser().parsestr(_body(part), headersonly=True)
        return str(headers.get("Message-ID") or "")
    return ""


def _leaves(mail: Message) -> Iterator[Message]:
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _file_name(part: Message) -> str:
    try:
        return " ".join(tidy(_words(part.get_filename())).split())
    except Exception:  # a name in parts that do not fit together (RFC 2231)
        return ""


def _is_attached(part: Message) -> bool:
    shown = _line(part, "Content-Disposition").partition(";")[0].strip().lower()
    return shown == "attachment" or bool(_file_name(part)) or part.get_content_maintype() != "text"


def _text(parts: list[Message]) -> str:
    shown = [part for part in parts if not _is_attached(part)]
    plain = "\n\n".join(_body(part) for part in shown if part.get_content_type() == "text/plain")
    if plain.strip():
        return plain
    return "\n\n".join(without_markup(_body(part)) for part in shown if part.get_content_type() == "text/html")


def _body(part: Message) -> str:
    data: Any = part.get_payload(decode=True) or b""
    try:
        charset = str(part.get_content_charset() or "utf-8")
    except Exception:  # a charset in parts that do not fit together
        charset = "utf-8"
    return _decoded(data, charset)


def _files(parts: list[Message]) -> tuple[list[dict[str, str]], int]:
    """What may be a CV, by name and first bytes; how many others there were."""
    files, left_out = [], 0
    for part in parts:
        if not _is_attached(part):
            continue
        name, data = _file_name(part), part.get_payload(decode=True) or b""
        ending = name.rpartition(".")[2].lower()
        fits = ending in BEGINS and BEGINS[ending](data) and 0 < len(data) <= LARGEST_FILE
        if fits and len(files) < MOST_FILES:
            files.append({"name": name, "ending": ending, "data": base64.b64encode(data).decode("ascii")})
        elif _file_name(part) or "attachment" in _line(part, "Content-Disposition").lower():
            left_out += 1
    return files, left_out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
