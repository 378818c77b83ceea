"""Every test run has its own PostgreSQL and Valkey, in a folder of its own: runs beside each other never meet.

Run one test:        .venv/bin/pytest tests/x -q
Without Chromium:    .venv/bin/pytest -m "not browser"
See the SQL log:     the folder is printed at the top of the run; it is removed at the end

`tests/local_world.py` starts the servers before Django reads its settings, `tests/tables.py` empties the tables
after a transactional test, `tests/programs.py` has the fixtures `worker` and `browser_page`.
"""

import gc
import importlib
import logging
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import translation
from factory.random import reseed_random

from fremrykk.database_roles import OWNER, PROGRAM
from tests import database_role, local_world, prepared, tables
from tests.cookie_watch import cookies_are_registered
from tests.privacy_fixtures import approved_periods
from tests.programs import browser, browser_page, left_out, require_browser, worker
from tests.rollback import made_once

__all__ = ["approved_periods", "browser", "browser_page", "cookies_are_registered", "made_once", "worker"]


def pytest_configure(config: pytest.Config) -> None:
    """Each process that runs tests has a world of its own; one that only hands them out needs none."""
    gc.set_threshold(20_000, 20, 50)  # the migrations spend a quarter of their time on looking for garbage
    if hasattr(config, "workerinput") or config.getoption("dist", "no") == "no":
        local_world.begin()


def pytest_unconfigure() -> None:
    local_world.end()


def pytest_collection_finish() -> None:
    """What is loaded by now stays, and need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> list[str]:
    return [f"servers and files: {folder}" for folder in local_world.homes()]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The invented names are the same in each run: a test that fails on one fails until it is mended."""
    reseed_random(item.nodeid)
    require_browser(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in left_out(terminalreporter.getreports("skipped")):
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The migrations go on from what is there; the whole server goes at the end anyway."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Before Django looks for the database; it needs no number, since each process has a server of its own."""
    prepared.pour()
    database_role.take_on(OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """After the migrations: remember what they seeded, so that it can be put back."""
    prepared.keep()
    with django_db_blocker.unblock():
        tables.remember_seeds()
        database_role.take_on(PROGRAM)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _leave_nothing_behind() -> Iterator[None]:
    """A request leaves its language active in this thread, and counts in the cache: the next test begins without.

    A journal of the test before would make the next one's database look restored.
    """
    yield
    shutil.rmtree(urlsplit(os.environ["JOURNAL_URL"]).path, ignore_errors=True)
    importlib.import_module("privacy.ports")._Line.silent_until = 0.0
    cache.clear()
    translation.deactivate()
