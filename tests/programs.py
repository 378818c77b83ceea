"""Fixtures that start real programs: a Celery worker, and Chromium."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from fremrykk.database_roles import PROGRAM
from fremrykk.local.children import start, stop
from tests import local_world
from tests.database_role import told

WORKER = [sys.executable, "-m", "celery", "-A", "fremrykk.celery:app", "worker", "--pool", "solo", "--loglevel", "INFO"]
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # alone on its broker: nobody to talk to
CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
# As root there is no sandbox; the rest keeps it from looking for its makers' hosts, which a test machine refuses.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER, NO_PROXY = "no Chromium on this machine", "no nginx on this machine"
LEFT_OUT = {
    NO_BROWSER: ("BROWSER TESTS", "apt-get install chromium"),
    NO_PROXY: ("TESTS BEHIND THE PROXY", "apt-get install nginx"),
}


def left_out(skipped: list[pytest.TestReport]) -> list[str]:
    """What the run says at its end, wherever its tests ran."""
    said = []
    for why, (what, how) in LEFT_OUT.items():
        if names := sorted({report.nodeid for report in skipped if why in str(report.longrepr)}):
            said += [f"{what} LEFT OUT ({len(names)}): {why}. Install it: {how}", ", ".join(names)]
    return said


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Path]:
    """A real worker on the test's database and broker; gives its log. Ends before the tables are emptied."""
    log = local_world.home() / f"worker-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = start([*WORKER, *QUIET], env=os.environ | {"DATABASE_URL": database_of_the_test()}, output=output)
    try:
        wait_until_ready(log, process.poll)
        yield log
    finally:
        stop(process)


def database_of_the_test() -> str:
    """The database this test writes to, for a program: the run's server, the name pytest-django gave it, our role."""
    address = urlsplit(os.environ["DATABASE_URL"])
    return told(urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}")), PROGRAM)


def wait_until_ready(log: Path, ended, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while " ready." not in log.read_text(errors="replace"):
        if ended() is not None or time.monotonic() > deadline:
            pytest.fail(f"The worker did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def note_complaints(page: Page, complaints: list[str]) -> None:
    """What the console says, but that the browser forgot its cache at a logout, as it was told to."""
    page.on("console", lambda said: None if "Clear-Site-Data" in said.text else complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for the run."""
    # Playwright's loop lives until the run ends and makes Django believe that tests are asynchronous; they are not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_page(browser: Browser, live_server, settings) -> Iterator[Page]:
    """A page in a clean Norwegian browser; relative addresses lead to the live server."""
    settings.SITE_URL = live_server.url  # pytest-django's settings fixture puts it back
    context = browser.new_context(base_url=live_server.url, locale="nb-NO", timezone_id="Europe/Oslo")
    yield context.new_page()
    context.close()


def chromium_program() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def require_browser(test: pytest.Item) -> None:
    """Before anything is set up: a test that needs the browser runs, is left out aloud, or fails."""
    if not {"browser", "browser_page"} & set(getattr(test, "fixturenames", ())) or chromium_program():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1 and {NO_BROWSER}: apt-get install chromium")
    pytest.skip(NO_BROWSER)
