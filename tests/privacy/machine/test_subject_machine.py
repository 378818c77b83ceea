"""Whatever happens in an agency: nothing is kept too long, nothing goes too soon, and nobody else is touched.

`PROVE=1` looks for much longer.
"""

import os
from collections import defaultdict
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from privacy.actions import deletion, purge, replay
from privacy.choices import JournalKind
from privacy.decide import decide
from privacy.queries import facts
from tests.privacy.machine.subject_machine import Falsified, SubjectMachine, empty_storages
from tests.privacy.machine.world import make_agency

IS_LONG = os.environ.get("PROVE") == "1"
SHORT = settings(
    max_examples=400 if IS_LONG else 12,
    stateful_step_count=60 if IS_LONG else 25,
    deadline=None,
    database=None,
    derandomize=not IS_LONG,
    print_blob=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
BUDGET = settings(SHORT, max_examples=200, derandomize=True, stateful_step_count=25)


@pytest.fixture
def agency(db, approved_periods):
    empty_storages()  # whoever was here before rolled rows back, and left their files
    return make_agency()


def test_whatever_happens_the_engine_keeps_its_promises(agency):
    machine = type("Machine", (SubjectMachine,), {"agency": agency, "found": []})

    run_state_machine_as_test(machine, settings=SHORT)


# --- Broken engines: what the machine must find ----------------------------------------------------
def deaf_to_consents(monkeypatch):
    monkeypatch.setattr(facts, "consents_in_force", lambda aliases: defaultdict(dict))


def blind_to_aliases(monkeypatch):
    real = facts.consents_in_force
    monkeypatch.setattr(facts, "consents_in_force", lambda known: real({a: b for a, b in known.items() if a == b}))


def sure_without_looking(monkeypatch):
    """Erases whoever is due, as the stored date says."""
    monkeypatch.setattr(purge, "decide", lambda known, day: decide(known.on_request(), day))


def forgetful_of_files(monkeypatch):
    monkeypatch.setattr(deletion.Deletion, "files", property(lambda self: [], lambda self, value: None), raising=False)


def without_memory(monkeypatch):
    """A replay that does not erase again."""
    monkeypatch.setitem(replay.AGAIN, JournalKind.ERASED, lambda *about: True)


TAKES_LONG = pytest.mark.skipif(not IS_LONG, reason="takes minutes to be found: `make prove`")
BROKEN = [
    deaf_to_consents,
    forgetful_of_files,
    pytest.param(without_memory, marks=TAKES_LONG),
    pytest.param(sure_without_looking, marks=TAKES_LONG),
    pytest.param(blind_to_aliases, marks=TAKES_LONG),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_the_machine_finds_a_broken_engine_out(agency, monkeypatch, broken):
    found = []
    machine = type("Machine", (SubjectMachine,), {"agency": agency, "found": found})
    broken(monkeypatch)

    with suppress(Falsified, FlakyFailure):
        run_state_machine_as_test(machine, settings=BUDGET)

    assert found, "the machine is broken: it lets a broken engine pass"
