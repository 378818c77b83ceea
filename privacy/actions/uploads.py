"""Files written beside the rows that name them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile

from privacy.actions.files import FILES
from privacy.choices.events import Event
from privacy.ports import tell


@contextmanager
def undo_files() -> Iterator[list[str]]:
    """Outside a transaction: if it fails, the files it wrote are removed. (Killed in between: the reconciler finds them.)"""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            storages[FILES].delete(name)
        raise
    if written:
        tell(Event.UPLOADED, files=len(written))


def fingerprint(upload: UploadedFile) -> str:
    """SHA-256 of a file of any size, in constant memory."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
