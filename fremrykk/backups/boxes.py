"""A lock anybody may close and one key opens: whoever takes backups cannot read them.

What is sealed is sealed as stored files are (`privacy.storage.sealing`); only the key comes from elsewhere. For each file
a key pair is made (X25519), its public half stands where the salt stands, and the file's key is derived from what the two
halves agree on (as in ECIES). The private half of BACKUP_KEY is needed for a restore alone and lies in a safe.
"""

import base64
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privacy.storage.sealing import KeyMissing, parsed_key

PURPOSE = b"fremrykk backup"


class Box:
    """The public half, written "id:base64": it only seals."""

    def __init__(self, written: str) -> None:
        self.first, raw = parsed_key(written)
        self._public = X25519PublicKey.from_public_bytes(raw)
        self._mine: X25519PrivateKey | None = None

    def salt(self) -> bytes:
        self._mine = X25519PrivateKey.generate()
        return self._mine.public_key().public_bytes_raw()

    def cipher(self, key_id: str, salt: bytes) -> AESGCM:
        if self._mine is None or self._mine.public_key().public_bytes_raw() != salt:
            raise KeyMissing("The private half of BACKUP_KEY opens this; here is the public one.")
        return _cipher(self._mine.exchange(self._public), salt, self._public)


class BoxKey:
    """The private half, written the same way: it only opens."""

    def __init__(self, written: str) -> None:
        self.name, raw = parsed_key(written)
        self._private = X25519PrivateKey.from_private_bytes(raw)

    @property
    def public(self) -> str:
        return _written(self.name, self._private.public_key().public_bytes_raw())

    def cipher(self, key_id: str, salt: bytes) -> AESGCM:
        agreed = self._private.exchange(X25519PublicKey.from_public_bytes(salt))
        return _cipher(agreed, salt, self._private.public_key())


def make(path: Path) -> str:
    """Write a new private half to a file that does not exist yet; returns the public one. Raises FileExistsError."""
    private = X25519PrivateKey.generate()
    name = f"b{secrets.token_hex(3)}"
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(f"{_written(name, private.private_bytes_raw())}\n")
    return _written(name, private.public_key().public_bytes_raw())


def read(path: Path) -> BoxKey:
    return BoxKey(path.read_text())


def _cipher(agreed: bytes, salt: bytes, public: X25519PublicKey) -> AESGCM:
    info = PURPOSE + public.public_bytes_raw()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(agreed))


def _written(name: str, raw: bytes) -> str:
    return f"{name}:{base64.b64encode(raw).decode()}"
