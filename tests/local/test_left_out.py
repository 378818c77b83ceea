"""Without a browser its tests are left out aloud, and where that is not accepted they fail."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.programs import NO_PROXY, left_out
from tests.source import ROOT

ONE_TEST = "tests/local/test_fixtures.py::test_browser_speaks_norwegian_and_knows_the_server"


@pytest.fixture
def without_browser():
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        nothing = os.environ | {"PATH": str(Path(sys.executable).parent), "REQUIRE_BROWSER": ""} | environment
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ONE_TEST]
        return subprocess.run(command, cwd=ROOT, env=nothing, check=False, capture_output=True, text=True)

    return run


def test_tests_left_out_are_said_aloud(without_browser):
    said = without_browser()

    assert said.returncode == 0
    assert "BROWSER TESTS LEFT OUT (1): no Chromium on this machine" in said.stdout
    assert ONE_TEST in said.stdout


def test_ci_takes_tests_left_out_as_failure(without_browser):
    said = without_browser(REQUIRE_BROWSER="1")

    assert said.returncode == 1
    assert "REQUIRE_BROWSER=1 and no Chromium on this machine" in said.stdout


def test_tests_left_out_for_want_of_the_proxy_are_said_aloud_too():
    skipped = SimpleNamespace(nodeid="tests/test_proxy.py::x", longrepr=("file", 1, f"Skipped: {NO_PROXY}"))

    assert left_out([skipped]) == [
        "TESTS BEHIND THE PROXY LEFT OUT (1): no nginx on this machine. Install it: apt-get install nginx",
        "tests/test_proxy.py::x",
    ]


def test_ci_requires_the_browser():
    assert "REQUIRE_BROWSER=1 make test" in (ROOT / ".ci" / "run").read_text()
