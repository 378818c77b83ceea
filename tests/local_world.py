"""The world this test run lives in, begun before Django reads the environment that names it."""

import os
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from fremrykk.local import throwaway

_running = ExitStack()
_home: list[Path] = []


def homes() -> list[Path]:
    """Where this process's servers and files are; nowhere in one that runs no tests."""
    return _home


def home() -> Path:
    return _home[0]


def begin() -> None:
    folder, environment = _running.enter_context(throwaway.world())
    _home.append(folder)
    os.environ |= environment
    configure_django(folder)


def end() -> None:
    _running.close()


def configure_django(folder: Path) -> None:
    """What differs from production: static files come from where they lie, and a hash takes no third of a second."""
    settings = import_module("django.conf").settings
    settings.STATIC_ROOT = folder / "static"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["tests.hashing.OneRound"]
