"""What storage says when it does not do as it is told."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from privacy.storage.sealing import FileTampered, KeyMissing

logger = logging.getLogger(__name__)


class FileStays(Exception):
    """Storage took the order to remove a file, and has it still."""


class StorageAway(Exception):
    """Storage does not answer, fails, or has no room. What was to be written is not there, as far as anybody can see to it."""


ANSWERS = (FileNotFoundError, FileExistsError, FileTampered, KeyMissing, FileStays)


@contextmanager
def answering(*kinds: type[Exception]) -> Iterator[None]:
    """Errors of these kinds, but for those that answer a question, become `StorageAway`; the log says which it was."""
    try:
        yield
    except ANSWERS:
        raise
    except kinds as error:
        logger.error("the storage of files fails: %s", type(error).__name__)
        raise StorageAway from error
