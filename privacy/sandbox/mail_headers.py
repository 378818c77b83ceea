"""Header lines of a mail in letters, encoded words and wrong ones included."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import Any


def words(header: Any) -> str:
    """A header line in letters, encoded words and wrong ones included."""
    if header is None:
        return ""
    line = str(header).replace("\r", " ").replace("\n", " ")[:5_000]
    try:
        return "".join(decoded(part, charset or "utf-8") for part, charset in decode_header(line))
    except (ValueError, OSError, LookupError, HeaderParseError):
        return line


def decoded(data: bytes | str, charset: str) -> str:
    if isinstance(data, str):
        return data
    for name in (charset, "utf-8", "windows-1252"):
        try:
            return data.decode(name)
        except (LookupError, ValueError, OSError, ImportError):
            continue
    return data.decode("latin-1")


def line_of(mail: Message, name: str) -> str:
    return str(mail.get(name) or "").replace("\r", " ").replace("\n", " ")[:2_000]


def ids_in(header: Any) -> list[str]:
    return re.findall(r"<[^<>\s]{1,250}>", str(header or "")[:20_000])
