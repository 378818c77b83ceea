"""A file inside the file: programs are refused, a Europass XML or a picture is not."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from candidates.sandbox.outcomes import Counter, Refused

# What Windows, macOS, Linux or a browser runs on a double click, and disks that hide such files from a scanner.
# fmt: off
PROGRAM_ENDINGS = frozenset((
    "apk", "app", "application", "asp", "aspx", "bat", "chm", "class", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "dmg",
    "docm", "dotm", "elf", "exe", "gadget", "hta", "htm", "html", "img", "inf", "iqy", "iso", "jar", "jnlp", "js", "jse", "jsp",
    "library-ms", "lnk", "mht", "mhtml", "msc", "msi", "msp", "ocx", "one", "php", "pif", "pkg", "pl", "potm", "ppam", "ppsm",
    "pptm", "ps1", "ps2", "psm1", "py", "pyw", "rb", "reg", "rpm", "scf", "scr", "sct", "search-ms", "settingcontent-ms", "sh",
    "shtml", "slk", "swf", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh", "xht", "xhtml", "xlam", "xll",
    "xlsm", "xltm",
))
# fmt: on
PROGRAM_BEGINNINGS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
# The antivirus industry's test file, in two halves so that no scanner stops at this source.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PACKAGE_STREAM = "Ole10Native".encode("utf-16-le")
MACRO_STREAMS = ("_VBA_PROJECT".encode("utf-16-le"), b"vbaProject.bin", b"/macrosheets/")
RUN_BY_BROWSER = re.compile(rb"<([\w.-]+:)?script\b|<!doctype html|<html\b", re.IGNORECASE)
MAX_INNER_MEMBERS = 500
UNFOLDED_BADLY = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip


def refuse_program(name: str, data: bytes, counter: Counter, *, depth: int = 0) -> None:
    """Raise if the attachment is a program, holds macros, or is the scanners' test file, also one zip further in."""
    refuse_test_virus(data)
    ending = name.strip(" .\0").lower().rpartition(".")[2]
    if ending in PROGRAM_ENDINGS or data.startswith(PROGRAM_BEGINNINGS) or PACKAGE_STREAM in data:
        raise Refused("program_inside")
    if data[:64].lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(b"<") and RUN_BY_BROWSER.search(data):
        raise Refused("program_inside")
    if any(mark in data for mark in MACRO_STREAMS):
        raise Refused("macros")
    if data.startswith(b"PK\x03\x04") and depth < 3:
        for inner_name, inner in _unzipped(data, counter):
            refuse_program(inner_name, inner, counter, depth=depth + 1)


def refuse_test_virus(data: bytes) -> None:
    if EICAR in data:
        raise Refused("malware")


def _unzipped(data: bytes, counter: Counter) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_INNER_MEMBERS:
                raise Refused("bomb")
            for member in members:
                inner = _member(archive, member, counter.left + 1)
                counter.take(len(inner))
                yield member.filename, inner
    except UNFOLDED_BADLY:
        return


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Empty where it is damaged or behind a password: its name is judged all the same."""
    try:
        with archive.open(member) as source:
            return source.read(most)
    except UNFOLDED_BADLY:
        return b""
