"""A file inside the file: programs are refused, a Europass XML or a picture is not."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from candidates.sandbox.outcomes import Counter, Refused

# What Windows, macOS or Linux runs on a double click.
# fmt: off
PROGRAM_ENDINGS = frozenset((
    "app", "bat", "chm", "cmd", "com", "cpl", "dll", "docm", "dotm", "elf", "exe", "hta", "htm", "html",
    "inf", "jar", "js", "jse", "lnk", "mht", "msc", "msi", "msp", "pif", "pptm", "ps1", "ps2", "psm1",
    "reg", "scf", "scr", "sh", "url", "vb", "vbe", "vbs", "ws", "wsc", "wsf", "wsh", "xlam", "xll",
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
MACRO_STREAMS = ("_VBA_PROJECT".encode("utf-16-le"), b"vbaProject.bin")
MAX_INNER_MEMBERS = 500


def refuse_program(name: str, data: bytes, counter: Counter, *, depth: int = 0) -> None:
    """Raise if the attachment is a program, holds macros, or is the scanners' test file, also one zip further in."""
    if EICAR in data:
        raise Refused("malware")
    ending = name.strip(" .\0").lower().rpartition(".")[2]
    if ending in PROGRAM_ENDINGS or data.startswith(PROGRAM_BEGINNINGS) or PACKAGE_STREAM in data:
        raise Refused("program_inside")
    if any(mark in data for mark in MACRO_STREAMS):
        raise Refused("macros")
    if data.startswith(b"PK\x03\x04") and depth < 3:
        for inner_name, inner in _unzipped(data, counter):
            refuse_program(inner_name, inner, counter, depth=depth + 1)


def _unzipped(data: bytes, counter: Counter) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_INNER_MEMBERS:
                raise Refused("bomb")
            for member in members:
                with archive.open(member) as source:
                    inner = source.read(counter.left + 1)
                counter.take(len(inner))
                yield member.filename, inner
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return
