"""One agency for all faults of a run: each begins with every part alive, whatever the one before left.

Read before Django knows its settings: what needs them is imported late.
"""

import logging
import os
from importlib import import_module

import pytest

from tests import local_world
from tests.faults import report
from tests.smtp import letter_box

# Minutes long, or measuring: `make faults` alone does them.
collect_ignore = [] if os.environ.get("RUNS") else ["test_slow_clients.py", "test_twice.py"]

LONGEST = ("test_storage_that_fails", "test_a_disk_without_room")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who takes minutes begins first, so that nobody waits for the last of them."""
    if os.environ.get("RUNS"):
        items.sort(key=lambda item: not item.name.startswith(LONGEST))


@pytest.fixture(scope="session")
def whole_agency(django_db_setup, django_db_blocker):
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # each command of each talk
    with django_db_blocker.unblock(), letter_box() as box:
        home = local_world.home() / f"agency-{os.getpid()}"
        agency = import_module("tests.faults.agency").Agency(home, box)
        try:
            agency.start()
            with agency.seen():
                ad = import_module("tests.faults.people").settle()
            yield agency, ad
        finally:
            agency.end()


@pytest.fixture
def agency(whole_agency):
    whole_agency[0].heal()
    yield whole_agency[0]
    whole_agency[0].heal()


@pytest.fixture
def ad(whole_agency):
    """Where applicants apply."""
    return whole_agency[1]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What one of several processes has seen, for the one that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["faults"] = (report.LIVES, report.NOTES)


@pytest.hookimpl(optionalhook=True)  # of xdist
def pytest_testnodedown(node) -> None:
    lives, notes = getattr(node, "workeroutput", {}).get("faults", ((), ()))
    report.LIVES.extend(lives)
    report.NOTES.extend(notes)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in report.lines():
        terminalreporter.write_line(line)
