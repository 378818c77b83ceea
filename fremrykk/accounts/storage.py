"""How the secrets of second factors rest: under keys of their own, derived from FIELD_KEYS."""

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def key_ring() -> MultiFernet:
    """The first encrypts, all decrypt."""
    return MultiFernet(keys())


def keys() -> list[Fernet]:
    return [_derived(entry.partition(":")[2]) for entry in settings.FIELD_KEYS]


@cache
def _derived(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hmac.digest(b64decode(key), b"fremrykk second factor", hashlib.sha256)))
