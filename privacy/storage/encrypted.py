"""A storage that seals every file on its way to another one."""

import io
import secrets
import tempfile
from collections.abc import Iterable
from datetime import datetime
from os import PathLike
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from privacy.storage.sealing import CHUNK, KeyRing, OpenedFile, seal

# The encrypted copy waits here on its way to the inner storage; beyond this size on disk, encrypted already.
SPOOL = 1 << 20


class EncryptedStorage(Storage):
    """Seals every file on its way to the storage `inner`, under a random name that says nothing of the person."""

    def __init__(self, inner: str = "files_raw", keys: Iterable[str] | None = None) -> None:
        self._inner_alias = inner
        self._ring = KeyRing(settings.FIELD_KEYS if keys is None else keys)

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
        with tempfile.SpooledTemporaryFile(max_size=SPOOL) as sealed:
            seal(cast(IO[bytes], content), cast(IO[bytes], sealed), name=name, ring=self._ring)
            sealed.seek(0)
            stored = self.inner.save(name, File(cast(IO[bytes], sealed), name=name))
        if stored != name:
            self.inner.delete(stored)
            raise FileExistsError("The random name was taken; nothing was overwritten.")
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("A stored file is read or replaced by a new one, never changed.")
        return File(io.BufferedReader(self._opened(name), CHUNK), name=name)

    def _opened(self, name: str) -> OpenedFile:
        sealed = self.inner.open(name, "rb")
        try:
            return OpenedFile(cast(IO[bytes], sealed), name=name, sealed_size=self.inner.size(name), ring=self._ring)
        except BaseException:
            sealed.close()
            raise

    def size(self, name: str) -> int:
        with self._opened(name) as opened:
            return opened.size

    def url(self, name: str | None) -> str:
        raise NotImplementedError(
            "A stored file has no public address: it is read through a view that asks who you are."
        )

    def exists(self, name: str) -> bool:
        return self.inner.exists(name)

    def delete(self, name: str) -> None:
        self.inner.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return self.inner.listdir(path)

    def get_created_time(self, name: str) -> datetime:
        return self.inner.get_created_time(name)

    def get_modified_time(self, name: str) -> datetime:
        return self.inner.get_modified_time(name)
