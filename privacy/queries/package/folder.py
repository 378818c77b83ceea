"""A copy written to a folder: the files first, in constant memory, then what describes them, last the list of all."""

import hashlib
import json
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from privacy.ports import PdfMaker
from privacy.queries.package import page, schemas
from privacy.queries.package.contents import Contents, StoredFile
from privacy.storage import CHUNK, FileTampered, KeyMissing

logger = logging.getLogger(__name__)

SPOOL = "fremrykk-copy-"
OLD = 60 * 60  # seconds: a copy takes a few; what is older was left by a worker that was killed
MANIFEST_VERSION = "1.0"


@contextmanager
def spool() -> Iterator[Path]:
    """A folder nobody else reads, gone afterwards. Those a killed worker left behind are removed first."""
    for folder in left_over():
        shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SPOOL) as own:
        yield Path(own)


def left_over() -> list[Path]:
    """Plain copies of people's data that no worker works on any more."""
    folders = Path(tempfile.gettempdir()).glob(f"{SPOOL}*")
    return [folder for folder in folders if time.time() - folder.stat().st_mtime > OLD]


def write(contents: Contents, folder: Path, *, pdf_maker: PdfMaker, after_part: Callable[[], None]) -> None:
    """Write all of it; `after_part` is called after each of `contents.parts` but the last."""
    with translation.override(contents.language):
        lost: dict[str, str] = {}
        for file in contents.files:
            if not _copied(file, folder / file.path):
                lost[file.path] = gettext("The file could not be read. Tell us, and we find out what happened to it.")
            after_part()
        contents = contents.without(lost)
        _write_data(contents, folder)
        after_part()
        (folder / "index.html").write_text(page.html(contents), encoding="utf-8")
        after_part()
        pdf_maker.make("copy.typ", page.for_pdf(contents), to=folder / "copy.pdf")
        _write_manifest(contents, folder)
        after_part()


def _copied(file: StoredFile, to: Path) -> bool:
    """Decrypted on the way; what is missing or was changed is told, and does not keep the rest from its person."""
    to.parent.mkdir(exist_ok=True)
    try:
        with file.storage.open(file.name) as source, to.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
    except (FileNotFoundError, FileTampered, KeyMissing) as error:
        logger.error("a file of a person is left out of a copy: %s: %s", file.name, type(error).__name__)
        to.unlink(missing_ok=True)
        return False
    return True


def _write_data(contents: Contents, folder: Path) -> None:
    _write_json(page.data(contents), folder / "data.json", form=schemas.DATA)
    (folder / "data.schema.json").write_text(schemas.text(schemas.DATA), encoding="utf-8")
    if contents.resume:
        _write_json(contents.resume, folder / "resume.json", form=schemas.RESUME)


def _write_json(value: Any, path: Path, *, form: str = "") -> None:
    """As it is written it is held against its published form: a copy that does not fit is not handed out."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    if form:
        schemas.check(form, json.loads(text))
    path.write_text(text, encoding="utf-8")


def _write_manifest(contents: Contents, folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [
        {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": fingerprint(path)}
        for path in paths
    ]
    manifest = {"version": MANIFEST_VERSION, "made_at": page.moment(contents.made_at), "files": files}
    _write_json(manifest, folder / "manifest.json")


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
