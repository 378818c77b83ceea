"""A folder in which a file can be exchanged for another in one step."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage

UNFINISHED = ".half-"  # how the name of a file begins while it is written; no random name of ours begins so


class FolderStorage(FileSystemStorage):
    """As Django's, and whoever dies while exchanging a file leaves the one or the other, whole."""

    def replace(self, name: str, content: IO[bytes]) -> None:
        """Put this under the name. What a crash leaves half written is found by `reconcile_files`, as a file without a row."""
        path = Path(self.path(name))
        mode = path.stat().st_mode
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=UNFINISHED, delete=False) as unfinished:
            shutil.copyfileobj(content, unfinished)
            unfinished.flush()
            os.fchmod(unfinished.fileno(), mode)
            os.fsync(unfinished.fileno())
        Path(unfinished.name).replace(path)
