"""What is kept beside the database: files, as they are stored and as they are read, and the cache with the queue."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from redis import Redis

from privacy.queries.residue.spellings import Bytes, Finding
from privacy.storage import CHUNK, FileTampered, KeyMissing
from privacy.storage.bucket import BucketStorage

PUBLIC = "staticfiles"
PACKED = re.compile(rb"[A-Za-z0-9+/_-]{8,}")  # a task's arguments lie in the queue as base64
URL_SAFE = bytes.maketrans(b"+/", b"-_")


def in_files(identifiers: Sequence[str]) -> Iterator[Finding]:
    """Where these stand in the names and bytes of files, of every storage that is not public.

    A sealed file is read as it lies there and as its reader sees it. What a format packs (a PDF, a DOCX) is not
    unpacked: its text is a column of the database. A file that cannot be opened is a finding of number 0, and so is each
    version in a bucket that nobody sees any more: whatever it holds, it should not be there.
    """
    sought, counts = Bytes(identifiers), Counter[tuple[int, str]]()
    for alias in _aliases():
        for name in _names(storages[alias], ""):
            for number in _in_file(sought, storages[alias], name):
                counts[number, f"storage {alias}"] += 1
        for _hidden in _hidden_in(storages[alias]):
            counts[0, f"storage {alias}, hidden versions"] += 1
    yield from (Finding(number, place, count) for (number, place), count in sorted(counts.items()))


def _aliases() -> list[str]:
    """Each storage once, whatever names it goes by."""
    known: list[object] = []
    aliases = []
    for alias, definition in sorted(settings.STORAGES.items(), reverse=True):
        if alias != PUBLIC and definition not in known:
            known.append(definition)
            aliases.append(alias)
    return aliases


def _names(storage: Storage, folder: str) -> Iterator[str]:
    folders, names = storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in names)
    for inner in folders:
        yield from _names(storage, f"{folder}/{inner}".lstrip("/"))


def _hidden_in(storage: Storage) -> Iterator[str]:
    return storage.hidden() if isinstance(storage, BucketStorage) else iter(())


def _in_file(sought: Bytes, storage: Storage, name: str) -> set[int]:
    found, end = sought.within(name.encode()), b""
    try:
        with storage.open(name) as file:
            while chunk := file.read(CHUNK):
                found |= sought.within(end + chunk)
                end = (end + chunk)[-sought.overlap :]
    except FileNotFoundError:  # removed since it was listed
        return set()
    except (FileTampered, KeyMissing):
        found.add(0)
    return found


def in_cache(identifiers: Sequence[str]) -> Iterator[Finding]:
    """Where these stand in Valkey: the names and values of the cache, and the tasks that wait."""
    sought, counts = Bytes(identifiers), Counter[tuple[int, str]]()
    with Redis.from_url(settings.REDIS_URL, socket_timeout=30, socket_connect_timeout=5) as valkey:
        for key in valkey.scan_iter(count=1000):
            held = b"\x1f".join(_flat(_value(valkey, key)))
            for number in sought.within(key) | sought.within(held) | sought.within(_unpacked(held)):
                counts[number, f"valkey {valkey.type(key).decode()}"] += 1
    yield from (Finding(number, place, count) for (number, place), count in sorted(counts.items()))


def _value(valkey: Any, key: bytes) -> object:
    readers = {
        b"string": lambda: valkey.get(key),
        b"list": lambda: valkey.lrange(key, 0, -1),
        b"set": lambda: valkey.smembers(key),
        b"zset": lambda: valkey.zrange(key, 0, -1),
        b"hash": lambda: valkey.hgetall(key),
        b"stream": lambda: valkey.xrange(key),
        b"none": lambda: b"",  # expired since it was listed
    }
    return readers[valkey.type(key)]()


def _flat(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from (*_flat(name), *_flat(each))
    elif value is not None:
        for each in value:
            yield from _flat(each)


def _unpacked(content: bytes) -> bytes:
    """What may be base64 in it, decoded."""
    found = []
    for packed in PACKED.findall(content):
        with suppress(binascii.Error):  # it was something else
            found.append(base64.urlsafe_b64decode(packed.translate(URL_SAFE) + b"==="))
    return b"\x1f".join(found)
