"""How much room is left where files and the journal are written. A bucket has room of its own."""

import shutil
from collections.abc import Iterator

from django.core.files.storage import storages

LEAST_SHARE, LEAST_BYTES = 0.1, 2_000_000_000  # of a small disk a tenth, of a large one two gigabytes


def is_short() -> bool:
    """For the alarm."""
    return any(short())


def short() -> Iterator[tuple[str, int]]:
    """Each folder whose disk is nearly full, with the bytes that are free. One that is not there yet is told by what writes to it."""
    folders = {
        str(folder) for name in ("files_raw", "journal") if (folder := getattr(storages[name], "location", None))
    }
    for folder in sorted(folders):
        try:
            found = shutil.disk_usage(folder)
        except FileNotFoundError:
            continue
        if found.free < min(found.total * LEAST_SHARE, LEAST_BYTES):
            yield folder, found.free
