"""Killed at any step, and done again: the world is the one in which nobody was killed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.files.storage import storages
from django.db import connection, connections
from psycopg import sql

from fremrykk.database_roles import PROGRAM
from privacy.actions import retention
from tests import factories, tables
from tests.database_role import told
from tests.privacy import crash_world
from tests.privacy_fixtures import approve_periods

pytestmark = [pytest.mark.django_db(transaction=True)]

IS_LONG = bool(os.environ.get("PROVE"))  # before every statement; commits and files are all tried in any case
ACTS = ["night", "erase", "consent", "restrict", "merge"]
FILLED, TRIED = "crash_filled", "crash_tried"


class Try:
    """A database and two folders, made anew for each try, and the program that dies on them."""

    def __init__(self, home: Path) -> None:
        self.home, self.files, self.journal = home, home / "files", home / "journal"
        self._filled = home / "filled"
        shutil.copytree(storages["files_raw"].location, self._filled, dirs_exist_ok=True)
        address = urlsplit(os.environ["DATABASE_URL"])
        self._server = psycopg.connect(urlunsplit(address._replace(path="/postgres")), autocommit=True)
        connections.close_all()
        self._copy(connection.settings_dict["NAME"], FILLED)
        environment = {
            "DATABASE_URL": told(urlunsplit(address._replace(path=f"/{TRIED}")), PROGRAM), "STORAGE_URL": f"file://{self.files}",
            "JOURNAL_URL": f"file://{self.journal}",
        }  # fmt: skip
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.privacy.crash_child"],
            env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

        self.fresh()
        print("warm", file=self._program.stdin, flush=True)
        assert self._program.stdout.readline() == "warm\n"

    def fresh(self) -> None:
        self._copy(FILLED, TRIED)
        for folder in (self.files, self.journal):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._filled, self.files)

    def do(self, act: str, dies_before: int = 0, broken: str = "") -> list[str] | None:
        """The steps that were taken, or None for a death."""
        print(json.dumps([act, dies_before, broken]), file=self._program.stdin, flush=True)
        answer = self._program.stdout.readline()
        assert answer, "the program ended"
        return json.loads(answer)

    def seen(self, monkeypatch) -> dict[str, object]:
        """Read by this process, on the try's own database and journal."""
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "NAME", TRIED)
            patch.setattr(storages["journal"], "location", str(self.journal))
            patch.setattr(storages["journal"], "_location", str(self.journal))
            connection.close()
            try:
                return crash_world.seen(self.files)
            finally:
                connection.close()

    def end(self) -> None:
        self._program.communicate()
        for name in (TRIED, FILLED):
            self._drop(name)
        self._server.close()

    def _copy(self, known: str, new: str) -> None:
        self._drop(new)
        self._empty(known)
        make = "CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG"
        self._server.execute(sql.SQL(make).format(sql.Identifier(new), sql.Identifier(known)))

    def _empty(self, name: str) -> None:
        """A database is copied while nobody is in it: a server or thread of a test before may have stayed."""
        self._server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def _drop(self, name: str) -> None:
        self._server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def attempt(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Try]:
    """One for all: each try begins with a copy of its own, and none of them is made in the database of the tests."""
    with django_db_blocker.unblock():
        approve_periods(factories.StaffFactory(roles=["manager"]))
        crash_world.people(factories, retention)
        attempt = Try(tmp_path_factory.mktemp("crashes"))
        tables.restore()
    yield attempt
    attempt.end()


def points(act: str, steps: list[str]) -> list[int]:
    """Before which steps to die: each that leaves something for good, and of the others five or ten.

    Before a commit nothing is left, as before a statement.

    What the clock does afterwards is part of the night, and is tried there.
    """
    last = len(steps) if act == "night" else steps.index("the clock") + 1
    passing = {"statement", "before commit"}
    most = 5 if act == "night" else 10  # whose tries take longest
    every = 1 if IS_LONG else max(12, sum(kind in passing for kind in steps[:last]) // most)
    return [number for number, kind in enumerate(steps[:last], 1) if kind not in passing or number % every == 0]


def differences(attempt: Try, act: str, monkeypatch, broken: str = "", most: int = 10_000) -> dict[int, list[str]]:
    """By the step it died before: what is not as if nobody had died."""
    attempt.fresh()
    steps = attempt.do(act, broken=broken)
    whole = attempt.seen(monkeypatch)
    found = {}
    for number in points(act, steps):
        attempt.fresh()
        assert attempt.do(act, dies_before=number, broken=broken) is None
        attempt.do(act, broken=broken)
        now = attempt.seen(monkeypatch)
        if now != whole:
            found[number] = [steps[number - 1], *(part for part in whole if now[part] != whole[part])]
            if len(found) >= most:
                break
    return found


@pytest.mark.parametrize("act", ACTS)
def test_whoever_is_killed_and_begins_anew_ends_where_nobody_was_killed(attempt, monkeypatch, act):
    assert differences(attempt, act, monkeypatch) == {}


@pytest.mark.parametrize(("broken", "part"), [("proof", "privacy_erasure"), ("files", "files")])
def test_an_order_that_loses_something_is_found(attempt, monkeypatch, broken, part):
    found = differences(attempt, "erase", monkeypatch, broken=broken, most=1)

    assert [part in each for each in found.values()] == [True]


def test_the_night_is_killed_in_the_middle_of_everything(attempt):
    """That the tries die where it matters: between batches, between row and file, between segment and head."""
    attempt.fresh()

    steps = attempt.do("night")

    assert [steps.count(f"after {kind}") for kind in ("files delete", "journal _save")] == [4, 2]
    assert steps.count("after commit") > 8
