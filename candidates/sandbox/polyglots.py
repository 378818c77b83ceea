"""A file that is a second kind of file as well: one program shows a CV, another runs or unpacks what is beside it."""

import re
import struct

from candidates.sandbox.outcomes import Refused

# What may stand before %PDF: a printer's, a form's or a web server's lines, zeros, a byte order mark, rubbish. Not what
# another program would run, unpack or show.
# fmt: off
BEGINNINGS = re.compile(rb"|".join((
    rb"MZ", rb"\x7fELF", rb"[\xca\xfe][\xfe\xed][\xba\xfa][\xbe\xce\xcf]", rb"[\xce\xcf]\xfa\xed\xfe", rb"#!", rb"L\0\0\0\x01\x14\x02",
    rb"GIF8", rb"\x89PNG", rb"\xff\xd8\xff", rb"BM", rb"RIFF", rb"8BPS", rb"II\*\0", rb"MM\0\*", rb"\0\0[\x01\x02]\0[^\0]",
    rb"\0\0\0\x0cjP", rb"Rar!", rb"7z\xbc\xaf", rb"PK", rb"\x1f\x8b", rb"BZh", rb"\xfd7zXZ", rb"MSCF", rb"xar!", rb"!<arch>",
    rb"0707\d\d", rb"ID3", rb"fLaC", rb"OggS", rb"FLV\x01", rb"MThd", rb"\x1aE\xdf\xa3", rb"\xd0\xcf\x11\xe0", rb"SQLite",
    rb"\0asm", rb"dex\n", rb"[\xa1\xd4]\xb2\xc3\xd4|\xd4\xc3\xb2\xa1|\x0a\x0d\x0d\x0a", rb"%!PS", rb"@echo", rb"@?rem\b", rb"import ",
)), re.IGNORECASE)
PLACED = ((4, b"ftyp"), (36, b"acsp"), (128, b"DICM"), (257, b"ustar"))
TAGS = re.compile(rb"<(!doctype|html|script|svg|img|iframe|body|object|embed|meta|\?php|\?=|%)", re.IGNORECASE)
CODE = re.compile(rb"<|\(|\{|/\*|PK\x03\x04|powershell|wscript|cmd(\.exe)? */c", re.IGNORECASE)
# Lines no script begins with; what they say may have any letter in it.
LINES = re.compile(rb"(\x1b%-12345X|@PJL|HTTP/\d|Content-[\w-]+:|--+[\w-]{6,}\r?\n)", re.IGNORECASE)
# fmt: on
BLANK = b"\0\t\n\x0c\r \xef\xbb\xbf"
RUN_BEHIND = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|<script|<\?php", re.IGNORECASE)
RUN_ANYWHERE = re.compile(rb"<script|<\?php|<html|<svg[\s>]|<iframe", re.IGNORECASE)
END_OF_ARCHIVE, DIRECTORY = b"PK\x05\x06", b"PK\x01\x02"
LONGEST_COMMENT = 65_535


def refuse_before(start: bytes) -> None:
    """What stands before a PDF."""
    plain = start.lstrip(BLANK)
    if any(BEGINNINGS.match(each) for each in (start, plain)) or any(
        start[place : place + len(mark)] == mark for place, mark in PLACED
    ):
        raise Refused("two_types")
    if (TAGS if LINES.match(plain) else CODE).search(start):
        raise Refused("two_types")


def refuse_behind(data: bytes) -> None:
    """What stands behind the last end of a PDF, and an archive that has the whole file for its own."""
    end = data.rfind(b"%%EOF")
    if (end >= 0 and RUN_BEHIND.search(data, end)) or is_archive(data):
        raise Refused("two_types")


def refuse_in_picture(data: bytes) -> None:
    """A page, a script, a document or an archive in a picture's comments or behind it."""
    is_code = data[:2] == b"\xff\xd8" and data[4:6] == b"/*" and b"*/" in data
    if is_code or b"%PDF-" in data[:1_100] or RUN_ANYWHERE.search(data) or is_archive(data):
        raise Refused("two_types")


def is_archive(data: bytes) -> bool:
    """Whether programs that look for a ZIP from the end find one: its last record ends where the file ends."""
    place = data.rfind(END_OF_ARCHIVE, max(len(data) - LONGEST_COMMENT - 22, 0))
    if place < 0 or place + 22 > len(data):
        return False
    size, _start, comment = struct.unpack_from("<LLH", data, place + 12)
    return place + 22 + comment == len(data) and data[place - size : place].startswith(DIRECTORY)
