"""The parts of a mail: the text a reader sees, and the files that may be a CV."""

import base64
from collections.abc import Iterator
from email.message import Message
from typing import Any

from privacy.sandbox.mail_headers import decoded, line_of, words
from privacy.sandbox.mail_text import tidy, without_markup

MOST_PARTS = 300
MOST_FILES = 4
LARGEST_FILE = 5_000_000
BEGINS = {
    "pdf": lambda data: b"%PDF" in data[:1029],
    "docx": lambda data: data.startswith(b"PK\x03\x04"),
}


def leaves(mail: Message) -> Iterator[Message]:
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _file_name(part: Message) -> str:
    try:
        return " ".join(tidy(words(part.get_filename())).split())
    except Exception:  # a name in parts that do not fit together (RFC 2231)
        return ""


def _is_attached(part: Message) -> bool:
    shown = line_of(part, "Content-Disposition").partition(";")[0].strip().lower()
    return shown == "attachment" or bool(_file_name(part)) or part.get_content_maintype() != "text"


def text_of(parts: list[Message]) -> str:
    shown = [part for part in parts if not _is_attached(part)]
    plain = "\n\n".join(body_of(part) for part in shown if part.get_content_type() == "text/plain")
    if plain.strip():
        return plain
    return "\n\n".join(without_markup(body_of(part)) for part in shown if part.get_content_type() == "text/html")


def body_of(part: Message) -> str:
    data: Any = part.get_payload(decode=True) or b""
    try:
        charset = str(part.get_content_charset() or "utf-8")
    except Exception:  # a charset in parts that do not fit together
        charset = "utf-8"
    return decoded(data, charset)


def files_in(parts: list[Message]) -> tuple[list[dict[str, str]], int]:
    """What may be a CV, by name and first bytes; how many others there were."""
    files: list[dict[str, str]] = []
    left_out = 0
    for part in parts:
        if not _is_attached(part):
            continue
        name = _file_name(part)
        data: Any = part.get_payload(decode=True) or b""
        ending = name.rpartition(".")[2].lower()
        fits = ending in BEGINS and BEGINS[ending](data) and 0 < len(data) <= LARGEST_FILE
        if fits and len(files) < MOST_FILES:
            files.append({"name": name, "ending": ending, "data": base64.b64encode(data).decode("ascii")})
        elif _file_name(part) or "attachment" in line_of(part, "Content-Disposition").lower():
            left_out += 1
    return files, left_out
