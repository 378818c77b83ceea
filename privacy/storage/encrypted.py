"""A storage that seals every file on its way to another one."""

import hashlib
import io
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from os import PathLike
from typing import IO, Any, Protocol, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from privacy.storage.faults import answering
from privacy.storage.sealing import CHUNK, FileTampered, KeyRing, OpenedFile, key_of, seal

# The encrypted copy waits here on its way to the inner storage; beyond this size on disk, encrypted already.
SPOOL = 1 << 20


class Replaces(Protocol):
    """What the storage beneath can, in a folder or a bucket: put another content under a name in one step."""

    def replace(self, name: str, content: IO[bytes]) -> None: ...


class EncryptedStorage(Storage):
    """Seals every file on its way to the storage `inner`, under a random name that says nothing of the person.

    Writing, opening and asking whether a file is there raise `StorageAway` where the storage beneath fails.
    """

    def __init__(self, inner: str = "files_raw", keys: Iterable[str] | None = None) -> None:
        self._inner_alias = inner
        self._keys = None if keys is None else list(keys)
        KeyRing(settings.FIELD_KEYS if keys is None else self._keys or ())  # a bad key stops the program now

    @property
    def _ring(self) -> KeyRing:
        return KeyRing(settings.FIELD_KEYS if self._keys is None else self._keys)

    @property
    def inner(self) -> Storage:
        return storages[self._inner_alias]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """160 random bits, whatever was asked for: never derived from a person's file name, never used again."""
        token = secrets.token_hex(20)
        return f"{token[:2]}/{token}"

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        return self.get_available_name(str(filename))

    def _save(self, name: str, content: "File[Any]") -> str:
        content.seek(0)
        with (
            answering(OSError),
            tempfile.SpooledTemporaryFile(max_size=SPOOL) as sealed,
        ):  # the disk of the spool is full
            seal(cast(IO[bytes], content), cast(IO[bytes], sealed), name=name, ring=self._ring)
            sealed.seek(0)
            stored = self._put(name, cast(IO[bytes], sealed))
        if stored != name:
            self.inner.delete(stored)
            raise FileExistsError("The random name was taken; nothing was overwritten.")
        return name

    def _put(self, name: str, sealed: IO[bytes]) -> str:
        """Half a file stays nowhere; nor does one that was taken by a storage that could not say so."""
        try:
            with answering(Exception):
                return self.inner.save(name, File(sealed, name=name))
        except BaseException:
            with suppress(Exception):  # it fails still: the reconciler finds what it kept
                self.inner.delete(name)
            raise

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("A stored file is read or replaced by a new one, never changed.")
        return File(io.BufferedReader(self._opened(name), CHUNK), name=name)

    def _opened(self, name: str) -> OpenedFile:
        with answering(Exception):
            sealed = self.inner.open(name, "rb")
            try:
                size = self.inner.size(name)
                return OpenedFile(cast(IO[bytes], sealed), name=name, sealed_size=size, ring=self._ring)
            except BaseException:
                sealed.close()
                raise

    def key_of(self, name: str) -> str:
        """The name of the key that sealed the file. Raises `FileTampered`, FileNotFoundError."""
        with self.inner.open(name, "rb") as sealed:
            return key_of(cast(IO[bytes], sealed))

    def reseal(self, name: str) -> None:
        """Put the same content there under the first key of the ring, in one step: whoever reads meanwhile reads the one
        or the other. Raises `FileTampered`, `KeyMissing`, FileNotFoundError; then the file is as it was.

        The caller sees to it that nobody removes the file meanwhile.
        """
        with self._opened(name) as opened, tempfile.SpooledTemporaryFile(max_size=SPOOL) as sealed:
            seal(cast(IO[bytes], opened), cast(IO[bytes], sealed), name=name, ring=self._ring)
            size = sealed.tell()
            sealed.seek(0)
            # Read back before the only other copy goes.
            again = OpenedFile(cast(IO[bytes], sealed), name=name, sealed_size=size, ring=self._ring)
            opened.seek(0)
            if _digest(again) != _digest(opened):
                raise FileTampered("What was sealed anew is not what was there.")
            sealed.seek(0)
            cast(Replaces, self.inner).replace(name, cast(IO[bytes], sealed))

    def size(self, name: str) -> int:
        with self._opened(name) as opened:
            return opened.size

    def url(self, name: str | None) -> str:
        raise NotImplementedError(
            "A stored file has no public address: it is read through a view that asks who you are."
        )

    def exists(self, name: str) -> bool:
        with answering(Exception):
            return self.inner.exists(name)

    def delete(self, name: str) -> None:
        self.inner.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.inner.listdir(path)

    def get_created_time(self, name: str) -> datetime:
        return self.inner.get_created_time(name)

    def get_modified_time(self, name: str) -> datetime:
        return self.inner.get_modified_time(name)


def _digest(opened: OpenedFile) -> bytes:
    return hashlib.file_digest(io.BufferedReader(opened, CHUNK).detach(), "sha256").digest()
