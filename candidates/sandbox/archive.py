"""A ZIP archive read from memory by our own hand: sizes are counted, never believed, and nothing is written anywhere."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from candidates.sandbox.outcomes import Bounds, Counter, Refused

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1
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

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = plain_name(info.orig_filename)
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
        checksum, size = 0, 0
        for piece in self._unfolded(info):
            self._counter.take(len(piece))
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
        *_, name_length, extra_length = LOCAL_HEADER.unpack(header)
        name_start = info.header_offset + LOCAL_HEADER.size
        name = self._data[name_start : name_start + name_length]
        if name not in (info.orig_filename.encode("utf-8", "replace"), info.orig_filename.encode("cp437", "replace")):
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


def plain_name(name: str) -> str:
    """With forward slashes; a name that leads out of the archive is refused."""
    plain = name.replace("\\", "/")
    if "\0" in plain or plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/"):
        raise Refused("unsafe_archive")
    return plain
