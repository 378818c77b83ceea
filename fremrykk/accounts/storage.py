"""How the secrets of second factors rest: under keys of their own, derived from FIELD_KEYS; recovery codes as hashes."""

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

HASHED = "hashed:"
DIGITS = 8  # of a recovery code, as allauth makes it


def key_ring() -> MultiFernet:
    """The first encrypts, all decrypt."""
    return MultiFernet(keys())


def keys() -> list[Fernet]:
    return [_derived(entry.partition(":")[2]) for entry in settings.FIELD_KEYS]


@cache
def _derived(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hmac.digest(b64decode(key), b"fremrykk second factor", hashlib.sha256)))


def hashed(code: str) -> str:
    return HASHED + make_password(code)


class HashedCode(str):
    """A recovery code nobody can read any more: it equals what is typed if that is the code. allauth asks it so."""

    def __eq__(self, typed: object) -> bool:
        code = "".join(str(typed).split())
        return len(code) == DIGITS and check_password(code, str(self))

    __hash__ = str.__hash__
