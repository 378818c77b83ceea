"""A world of its own for one run of the tests or the checks: servers, keys, folders. Nothing of it is kept."""

import os
import secrets
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fremrykk.local.postgres import AS_COMPOSED, CARELESS, postgres
from fremrykk.local.valkey import valkey

PREFIX = "fremrykk-run-"
MAY_BE_EMPTY = (
    "AGENCY_PHONE",
    "BACKUP_KEY",
    "COMPANIES_CONTACT",
    "COMPANIES_PHONE",
    "IMPORT_FOLDER",
    "PAGE_STATEMENT_SECONDS",
    "SENTRY_DSN",
    "WORKSPACE_NETWORKS",
)


@contextmanager
def world(*, careless: bool = True) -> Iterator[tuple[Path, dict[str, str]]]:
    """Gives the folder, and the environment the program is to be started with."""
    sweep_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    settings = CARELESS if careless else AS_COMPOSED
    folder.chmod(0o711)  # the database's user passes through; nobody lists
    try:
        with postgres(folder / "postgres", settings=settings) as database, valkey(folder / "valkey") as redis:
            yield folder, environment(folder, database, redis)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, database: str, redis: str) -> dict[str, str]:
    for name in ("files", "journal", "static"):
        (folder / name).mkdir()
    return {
        "DJANGO_SETTINGS_MODULE": "fremrykk.settings",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": f"test:{b64encode(secrets.token_bytes(32)).decode()}",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "EMAIL_URL": "memorymail://",
        "INBOX_URL": "none",
        "STORAGE_URL": f"file://{folder}/files",
        "BACKUP_FOLDER": "none",
        "CLAMAV_URL": "none",
        "ENTITY_REGISTER_URL": "none",
        "JOURNAL_URL": f"file://{folder}/journal",
        "SITE_URL": "http://localhost",
        "LOG_FORMAT": "json",
        **dict.fromkeys(MAY_BE_EMPTY, ""),
        "DEBUG": "0",
        "DEMO": "0",
        "ALLOW_TIME_TRAVEL": "0",
    }


def sweep_the_dead() -> None:
    """A killed run could not tidy up: its servers went with it, its folder did not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).split("-")[0]
        if not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)
