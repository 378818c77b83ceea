"""How much room is left where files and the journal are written. A bucket has room of its own."""

import shutil

from django.core.files.storage import storages

LEAST_SHARE, LEAST_BYTES = 0.1, 2_000_000_000  # of a small disk a tenth, of a large one two gigabytes


def is_short() -> bool:
    """For the alarm. A folder that is not there yet is told by what writes to it."""
    folders = {
        str(folder) for name in ("files_raw", "journal") if (folder := getattr(storages[name], "location", None))
    }
    return any(_is_full(folder) for folder in folders)


def _is_full(folder: str) -> bool:
    try:
        found = shutil.disk_usage(folder)
    except FileNotFoundError:
        return False
    return found.free < min(found.total * LEAST_SHARE, LEAST_BYTES)
