"""The world a test run lives in: servers, keys, folders, and the environment that names them."""

import os
import secrets
import shutil
import tempfile
from base64 import b64encode
from contextlib import ExitStack
from pathlib import Path

from fremrykk.local.postgres import postgres
from fremrykk.local.valkey import valkey

PREFIX = "fremrykk-tests-"
_running = ExitStack()
_home: list[Path] = []


def home() -> Path:
    return _home[0]


def begin() -> None:
    """Start the servers, fill the environment, and only then let Django read it."""
    sweep_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)  # the database's user passes through; nobody lists
    _home.append(folder)
    _running.callback(shutil.rmtree, folder, ignore_errors=True)
    database = _running.enter_context(postgres(folder / "postgres", careless=True))
    redis = _running.enter_context(valkey(folder / "valkey"))
    os.environ |= environment(folder, database, redis)
    configure_django(folder)


def end() -> None:
    _running.close()


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
        "STORAGE_URL": f"file://{folder}/files",
        "CLAMAV_URL": "none",
        "JOURNAL_URL": f"file://{folder}/journal",
        "SITE_URL": "http://localhost",
        "DEBUG": "0",
        "DEMO": "0",
        "ALLOW_TIME_TRAVEL": "0",
    }


def configure_django(folder: Path) -> None:
    """What differs from production: static files come from where they lie, not from a collected copy."""
    from django.conf import settings  # noqa: PLC0415: it reads the environment, which is complete only now

    settings.STATIC_ROOT = folder / "static"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def sweep_the_dead() -> None:
    """A killed run could not tidy up: its servers went with it, its folder did not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).split("-")[0]
        if not Path(f"/proc/{number}").exists():
            shutil.rmtree(folder, ignore_errors=True)
