"""The secrets of a bare machine: written once, never overwritten, since losing them loses every file."""

import secrets
from base64 import b64encode
from pathlib import Path

from fremrykk.local.children import Trouble


def ready(folder: Path) -> dict[str, str]:
    """SECRET_KEY and FIELD_KEYS, made at the first call and read at every later one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "SECRET_KEY": kept(folder / "secret_key", secrets.token_urlsafe(64)),
        "FIELD_KEYS": kept(folder / "field_keys", f"k1:{b64encode(secrets.token_bytes(32)).decode()}"),
    }


def kept(path: Path, fresh: str) -> str:
    """What the file says; if there is none, it says `fresh` from now on. A half-written one never gets the name."""
    if not path.exists():
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        half.write_text(fresh)
        half.rename(path)
    found = path.read_text().strip()
    if not found:
        raise Trouble(
            f"{path} is empty. Put the key back from your copy; only if there is no data yet, delete the file."
        )
    return found
