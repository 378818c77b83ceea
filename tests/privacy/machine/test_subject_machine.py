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

from candidates.actions import employments
from candidates.models import Employment
from privacy import registries
from privacy.actions import deletion, purge, replay
from privacy.choices import JournalKind
from privacy.decide import decide
from privacy.queries import facts
from tests.privacy.machine.employing_machine import EmployingMachine
from tests.privacy.machine.subject_machine import Falsified, SubjectMachine, empty_storages
from tests.privacy.machine.world import make_agency

IS_LONG = os.environ.get("PROVE") == "1"
SHORT = settings(
    max_examples=400 if IS_LONG else 6,
    stateful_step_count=60 if IS_LONG else 25,
    deadline=None,
    database=None,
    derandomize=not IS_LONG,
    print_blob=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FEW = SHORT if IS_LONG else settings(SHORT, max_examples=2, stateful_step_count=10)
BUDGET = settings(SHORT, max_examples=200, derandomize=True, stateful_step_count=25, report_multiple_bugs=False)


@pytest.fixture
def agency(db, approved_periods):
    empty_storages()  # whoever was here before rolled rows back, and left their files
    return make_agency()


def test_whatever_happens_the_engine_keeps_its_promises(agency):
    machine = type("Machine", (SubjectMachine,), {"agency": agency, "found": []})

    run_state_machine_as_test(machine, settings=SHORT)


@pytest.mark.promise("P40", "P51", "P52")
def test_whoever_works_for_us_is_kept_part_by_part_for_as_long_as_was_said(agency):
    machine = type("Machine", (EmployingMachine,), {"agency": agency, "found": []})

    run_state_machine_as_test(machine, settings=FEW)


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


def never_standing_still(monkeypatch):
    """The clock of a candidate goes on while the person works for us."""
    monkeypatch.setitem(registries.pauses, Employment, lambda numbers: iter(()))


def forgetful_of_what_was_dropped(monkeypatch):
    """What came to nothing is deleted, and comes back with the backup."""
    monkeypatch.setattr(employments.journal, "note", lambda *about, **more: None)


TAKES_LONG = pytest.mark.skipif(not IS_LONG, reason="takes long to be found: `make prove`")
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


@pytest.mark.parametrize(
    "broken", [never_standing_still, pytest.param(forgetful_of_what_was_dropped, marks=TAKES_LONG)]
)
def test_the_machine_finds_out_what_is_broken_about_those_who_work_for_us(agency, monkeypatch, broken):
    found = []
    machine = type("Machine", (EmployingMachine,), {"agency": agency, "found": found})
    broken(monkeypatch)

    with suppress(Falsified, FlakyFailure):
        run_state_machine_as_test(machine, settings=BUDGET)

    assert found, "the machine is broken: it lets a broken engine pass"
