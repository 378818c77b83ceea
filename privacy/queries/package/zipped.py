"""The folder as one file to fetch."""

import zipfile
from pathlib import Path


def zipped(folder: Path, *, to: Path) -> Path:
    """All files of the folder, read in pieces; `to` lies outside it."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    return to
