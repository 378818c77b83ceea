"""Whatever an adviser, a client and three applicants do: nobody is shown, met, spoken of or checked who must not be.

`PROVE=1` looks for much longer.
"""

from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from candidates.actions import checks, permissions, references
from candidates.actions import interview_ends as ends
from candidates.queries import presentations as reading
from tests.database_role import by_force
from tests.privacy.machine.showing_machine import ShowingFalsified, ShowingMachine
from tests.privacy.machine.test_subject_machine import IS_LONG, SHORT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
LIVES = settings(SHORT, max_examples=200 if IS_LONG else 4, stateful_step_count=60 if IS_LONG else 30)
BUDGET = settings(
    SHORT, max_examples=200 if IS_LONG else 20, derandomize=True, stateful_step_count=30, report_multiple_bugs=False
)


def machine(found):
    return type("Machine", (ShowingMachine,), {"found": found})


@pytest.mark.promise("P28", "P33")
def test_whatever_happens_nobody_is_shown_who_must_not_be():
    run_state_machine_as_test(machine([]), settings=LIVES)


# --- Broken programs: what the machine must find ---
def keeps_checks(monkeypatch):
    monkeypatch.setattr(checks, "_end", lambda *about: None)


def keeps_the_yes(monkeypatch):
    """The application is taken back, and the yes to being shown for it stays; nor does the database refuse that."""
    with by_force() as cursor:
        for table in ("candidates_application", "candidates_sharingpermission"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER yes_goes_with_application")
    monkeypatch.setattr(permissions, "application_withdrawn", lambda **about: None)


def meets_all_the_same(monkeypatch):
    monkeypatch.setattr(ends, "_cancel", lambda *about, **more: None)


def remembers_what_was_said(monkeypatch):
    monkeypatch.setattr(references, "order_closed", lambda **about: None)
    monkeypatch.setattr(references, "take_back", lambda **about: None)


def shows_whoever_is_in_it(monkeypatch):
    def everybody(reader, *, at):
        whole = reader.presentation
        is_out = whole.sent_at and not whole.revoked_at and whole.ends_at > at
        return [each.pk for each in reading.in_it(whole)] if is_out else []

    monkeypatch.setattr(reading, "shown_to", everybody)


BROKEN = [shows_whoever_is_in_it]
LATE = [keeps_checks, meets_all_the_same, keeps_the_yes, remembers_what_was_said]
TAKES_LONG = pytest.mark.skipif(not IS_LONG, reason="takes minutes to be found: `make prove`")


@pytest.mark.parametrize("broken", [*BROKEN, *(pytest.param(each, marks=TAKES_LONG) for each in LATE)])
def test_the_machine_finds_a_broken_program_out(monkeypatch, broken):
    found = []
    broken(monkeypatch)

    with suppress(ShowingFalsified, FlakyFailure):
        run_state_machine_as_test(machine(found), settings=BUDGET)

    assert found, "the machine is broken: it lets a broken program pass"
    assert connection.is_usable()
