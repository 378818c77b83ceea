"""A ZIP archive read from memory by our own hand: sizes are counted, never believed, and nothing is written anywhere."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from candidates.sandbox.attachments import EICAR, refuse_test_virus
from candidates.sandbox.outcomes import Bounds, Counter, Refused

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1
UNICODE_NAME = 0x7075
CHUNK = 1 << 16
# The kinds a Unix file mode may name here; a symlink or a device is neither.
PLAIN_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)


class Archive:
    """The members of an archive by name, judged by name and kind before any is unfolded."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        self._data = data
        self._counter = Counter(bounds.max_unpacked)
        try:
            infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, OverflowError, OSError):
            raise Refused("damaged") from None
        if len(infos) > bounds.max_members:
            raise Refused("bomb")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._admit(info)
        self._refuse_overlap(infos)

    def _refuse_overlap(self, infos: list[zipfile.ZipInfo]) -> None:
        """Two members of the same bytes unfold twice to what is there once."""
        ends = 0
        for start, end in sorted((info.header_offset, self._start(info) + info.compress_size) for info in infos):
            if start < ends:
                raise Refused("unsafe_archive")
            ends = end

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = plain_name(info.orig_filename)
        if second := _second_name(info.extra):
            plain_name(second)
            if info.orig_filename.isascii() and second != info.orig_filename:
                raise Refused("unsafe_archive")
        if info.flag_bits & ENCRYPTED:
            raise Refused("encrypted")
        if stat.S_IFMT(info.external_attr >> 16) not in PLAIN_KINDS or name.casefold() in self._members:
            raise Refused("unsafe_archive")
        self._members[name.casefold()] = info

    def left(self) -> int:
        """How many bytes may still be unfolded."""
        return self._counter.left

    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The member's bytes as they unfold; raises if they are other than the archive says."""
        info = self._members[name.casefold()]
        checksum, size, before = 0, 0, b""
        for piece in self._unfolded(info):
            self._counter.take(len(piece))
            refuse_test_virus(before + piece)
            before = piece[-len(EICAR) :]
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            yield piece
        if size != info.file_size or checksum != info.CRC:
            raise Refused("damaged")

    def _unfolded(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        start = self._start(info)
        packed = memoryview(self._data)[start : start + info.compress_size]
        pieces = (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
        if info.compress_type == zipfile.ZIP_STORED:
            yield from pieces
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(pieces)
        else:
            raise Refused("damaged")

    def _start(self, info: zipfile.ZipInfo) -> int:
        """Where the member's bytes begin; the name beside them must be the one in the directory."""
        header = self._data[info.header_offset : info.header_offset + LOCAL_HEADER.size]
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise Refused("damaged")
        _mark, _version, flags, method, *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
        if flags & ENCRYPTED:
            raise Refused("encrypted")
        name_start = info.header_offset + LOCAL_HEADER.size
        name = self._data[name_start : name_start + name_length]
        if name not in (info.orig_filename.encode("utf-8", "replace"), info.orig_filename.encode("cp437", "replace")):
            raise Refused("unsafe_archive")
        if method != info.compress_type and info.file_size:  # of what is empty programs say either
            raise Refused("unsafe_archive")
        return int(name_start + name_length + extra_length)


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in pieces:
            while piece:
                yield inflater.decompress(piece, CHUNK)
                piece = inflater.unconsumed_tail
        while not inflater.eof and (rest := inflater.decompress(b"", CHUNK)):
            yield rest
    except zlib.error:
        raise Refused("damaged") from None


def _second_name(extra: bytes) -> str:
    """A name in Unicode beside the plain one, which some programs go by."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == UNICODE_NAME and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def plain_name(name: str) -> str:
    """With forward slashes; a name that leads out of the archive is refused."""
    plain = name.replace("\\", "/")
    if "\0" in plain or plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/"):
        raise Refused("unsafe_archive")
    return plain
