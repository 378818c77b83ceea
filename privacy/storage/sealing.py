"""Bytes sealed for rest, and opened again.

A file is a header and 64 KiB chunks, each sealed with AES-256-GCM: the STREAM construction (Hoang, Reyhanitabar, Rogaway,
Vizár, 2015). The file's own key is derived from the key ring and a random salt, the nonce is the chunk's number and
whether it is the last, and the object's name is sealed in: cut, reordered, exchanged or changed files are noticed.
"""

import base64
import binascii
import io
import secrets
from collections.abc import Iterable, Iterator
from typing import IO, Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

MAGIC = b"FRK1"
SALT_SIZE = 32
CHUNK = 1 << 16
TAG = 16
SEALED_CHUNK = CHUNK + TAG
KEY_SIZE = 32
MAX_KEY_ID = 32


class FileTampered(Exception):
    """The stored bytes are not those that were written under this name."""


class KeyMissing(Exception):
    """The file is sealed with a key that is not in the ring."""


class Opens(Protocol):
    """What opens a sealed file."""

    def cipher(self, key_id: str, salt: bytes) -> AESGCM: ...


class Seals(Opens, Protocol):
    """What seals one: the name of its key, and a beginning no two files share."""

    first: str

    def salt(self) -> bytes: ...


class KeyRing:
    """Keys by name, as "id:base64 of 32 bytes"; the first seals, all open."""

    def __init__(self, written: Iterable[str]) -> None:
        self._keys = dict(parsed_key(entry) for entry in written)
        if not self._keys:
            raise ImproperlyConfigured("FIELD_KEYS is empty: it must hold at least one id:base64key.")
        self.first = next(iter(self._keys))

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def salt(self) -> bytes:
        return secrets.token_bytes(SALT_SIZE)

    def cipher(self, key_id: str, salt: bytes) -> AESGCM:
        return AESGCM(self.derived(key_id, salt=salt, purpose=b"fremrykk stored file"))

    def derived(self, key_id: str, *, salt: bytes, purpose: bytes) -> bytes:
        """A key of its own for each purpose: what one of them gives away says nothing of the others."""
        if key_id not in self._keys:
            raise KeyMissing(f"No key named {key_id!r} in FIELD_KEYS.")
        return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=salt, info=purpose).derive(self._keys[key_id])


def parsed_key(entry: str) -> tuple[str, bytes]:
    key_id, _, encoded = entry.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if not (0 < len(key_id) <= MAX_KEY_ID and key_id.isascii() and len(key) == KEY_SIZE):
        # Never the entry itself: it may be most of a key.
        raise ImproperlyConfigured("Each key in FIELD_KEYS must be id:base64, with 32 bytes in the base64.")
    return key_id, key


def _nonce(number: int, *, is_last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([is_last])


def _header(key_id: str, salt: bytes) -> bytes:
    return MAGIC + bytes([len(key_id)]) + key_id.encode("ascii") + salt


def seal(content: IO[bytes], out: IO[bytes], *, name: str, ring: Seals) -> None:
    """Write `content`, sealed under `name`, to `out`; one chunk at a time in memory."""
    salt = ring.salt()
    header = _header(ring.first, salt)
    cipher = ring.cipher(ring.first, salt)
    out.write(header)
    for number, (chunk, is_last) in enumerate(_marked_last(content)):
        out.write(cipher.encrypt(_nonce(number, is_last=is_last), chunk, header + name.encode()))


def _marked_last(content: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    chunk = _full_read(content)
    while following := _full_read(content):
        yield chunk, False
        chunk = following
    yield chunk, True


def _full_read(content: IO[bytes]) -> bytes:
    """A whole chunk if there is one: some streams return less than they were asked for."""
    data = content.read(CHUNK)
    while len(data) < CHUNK and (more := content.read(CHUNK - len(data))):
        data += more
    return data


class OpenedFile(io.RawIOBase):
    """The plain bytes of a sealed file, opened chunk by chunk as they are read; nothing plain is written anywhere."""

    def __init__(self, sealed: IO[bytes], *, name: str, sealed_size: int, ring: Opens) -> None:
        self._sealed, self._position = sealed, 0
        header, self._cipher = _read_header(sealed, ring)
        self._start, self._bound_to = len(header), header + name.encode()
        body = sealed_size - len(header)
        self._last = (body - 1) // SEALED_CHUNK
        self.size = body - TAG * (self._last + 1)
        self._number, self._chunk = -1, b""
        if body < TAG or self.size < 0:
            raise FileTampered("The stored file is cut short.")
        # The last chunk knows that it is the last: a file cut at a chunk's end is found out before a byte is handed on.
        self._load(self._last)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: Any) -> int:
        if self._position >= self.size:
            return 0
        number, offset = divmod(self._position, CHUNK)
        self._load(number)
        piece = self._chunk[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._sealed.seek(self._start + number * SEALED_CHUNK)
        nonce = _nonce(number, is_last=number == self._last)
        try:
            self._chunk = self._cipher.decrypt(nonce, self._sealed.read(SEALED_CHUNK), self._bound_to)
        except InvalidTag:
            raise FileTampered("The stored file was changed, cut or exchanged.") from None
        self._number = number

    def close(self) -> None:
        self._sealed.close()
        super().close()


def key_of(sealed: IO[bytes]) -> str:
    """The name of the key that sealed this, from its beginning: no key is needed to read it. Raises `FileTampered`."""
    return _read_start(sealed)[1]


def _read_header(sealed: IO[bytes], ring: Opens) -> tuple[bytes, AESGCM]:
    header, key_id, salt = _read_start(sealed)
    return header, ring.cipher(key_id, salt)


def _read_start(sealed: IO[bytes]) -> tuple[bytes, str, bytes]:
    start = sealed.read(len(MAGIC) + 1)
    if len(start) != len(MAGIC) + 1 or not start.startswith(MAGIC):
        raise FileTampered("The stored file does not begin like one of ours.")
    key_id, salt = sealed.read(start[-1]), sealed.read(SALT_SIZE)
    if len(salt) != SALT_SIZE:
        raise FileTampered("The stored file is cut short.")
    return start + key_id + salt, key_id.decode("ascii", "replace"), salt
