"""Where files rest: sealed on the way (EncryptedStorage), in folders or buckets that keep what each must keep.

The classes over buckets are named in settings only, so that a program without a bucket loads no client for one.
"""

from privacy.storage.encrypted import EncryptedStorage
from privacy.storage.faults import FileStays, StorageAway
from privacy.storage.sealing import CHUNK, FileTampered, KeyMissing, KeyRing

__all__ = ["CHUNK", "EncryptedStorage", "FileStays", "FileTampered", "KeyMissing", "KeyRing", "StorageAway"]
