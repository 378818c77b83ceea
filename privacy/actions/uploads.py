"""Files written beside the rows that name them."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile

from privacy.actions.files import FILES
from privacy.choices.events import Event
from privacy.ports import tell

logger = logging.getLogger(__name__)


@contextmanager
def undo_files() -> Iterator[list[str]]:
    """Outside a transaction: if it fails, the files it wrote are removed.

    Killed in between, or while storage is away, the reconciler finds them.
    """
    written: list[str] = []
    try:
        yield written
    except BaseException:
        for name in written:
            _remove(name)
        raise
    if written:
        tell(Event.UPLOADED, files=len(written))


def _remove(name: str) -> None:
    try:
        storages[FILES].delete(name)
    except Exception as error:  # what went wrong before is what is to be told
        logger.warning("a file written in vain is left to the reconciler: %s", type(error).__name__)


def fingerprint(upload: UploadedFile) -> str:
    """SHA-256 of a file of any size, in constant memory."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
