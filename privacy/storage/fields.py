"""One field of a row, sealed for rest: whoever reads the table, a dump or a backup of it reads nothing.

Sealed as files are, with the same key ring, under the name of its place: moved to another row or column, it does not open.
"""

import base64
import binascii
import io

from django.conf import settings
from django.db.models import Model

from privacy.storage import sealing
from privacy.storage.sealing import FileTampered, KeyRing, OpenedFile, seal

LONGEST = 240  # of what is sealed, as it is written: a short number, whatever the name of its key


def sealed(text: str, *, row: Model, field: str) -> str:
    """What to write into this field of this row; empty stays empty. The row has its key already."""
    if not text:
        return ""
    out = io.BytesIO()
    seal(io.BytesIO(text.encode()), out, name=_place(row, field), ring=_ring())
    return base64.b64encode(out.getvalue()).decode("ascii")


def opened(row: Model, field: str) -> str:
    """What was sealed in this field of this row. Raises `FileTampered`, `KeyMissing`."""
    written: str = getattr(row, field)
    if not written:
        return ""
    whole = _bytes(written)
    reader = OpenedFile(io.BytesIO(whole), name=_place(row, field), sealed_size=len(whole), ring=_ring())
    return reader.read().decode()


def key_of(written: str) -> str:
    """The name of the key under which this rests. Raises `FileTampered`."""
    return sealing.key_of(io.BytesIO(_bytes(written)))


def _bytes(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise FileTampered("The field was not sealed by us.") from None


def _place(row: Model, field: str) -> str:
    return f"{row._meta.label_lower}.{field}:{row.pk}"


def _ring() -> KeyRing:
    return KeyRing(settings.FIELD_KEYS)
