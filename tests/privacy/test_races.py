"""No acknowledged word is lost, nobody is half erased, and nobody dead-locks, whoever is faster.

The two wrong purges below look right and pass every test without threads. The machine must find them out; a machine
that does not is broken, and what it says of the right purge is worth nothing. `PROVE=1` looks for much longer.
"""

import os
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import Exists, OuterRef
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from privacy.actions import erasure, purge
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.decide import Facts, decide
from privacy.models import ConsentEvent, Hold, Subject
from privacy.queries import facts
from tests import tables
from tests.privacy.race_world import DAY, NIGHT, World, make_staff
from tests.privacy.races import ALIASES, WRITERS, Falsified, RaceMachine, asked, purged
from tests.turns import Point, Turns

IS_LONG = os.environ.get("PROVE") == "1"
SHORT = settings(
    max_examples=300 if IS_LONG else 3,
    stateful_step_count=24 if IS_LONG else 14,
    deadline=None,
    database=None,
    derandomize=not IS_LONG,
    print_blob=True,
    phases=[Phase.generate],  # a shorter example is not worth the time: each names its players and commits
    suppress_health_check=list(HealthCheck),
)
BUDGET = settings(SHORT, max_examples=150, derandomize=True, stateful_step_count=14, report_multiple_bugs=False)


@pytest.fixture
def race(transactional_db, approved_periods, monkeypatch):
    """Three players, and everything that every example needs."""
    monkeypatch.setattr(purge, "LOCK_TIME_OUT", "100s")  # whoever is slow here is the machine
    staff = make_staff()
    with tables.as_now() as forget, Turns(3) as turns:

        def run(machine, budget=SHORT, **changes):
            given = {"found": [], "turns": turns, "staff": staff, "forget": staticmethod(forget)}
            run_state_machine_as_test(type(machine.__name__, (machine,), given | changes), settings=budget)

        yield run


@pytest.mark.parametrize("writer", WRITERS)
def test_whoever_is_faster_nobody_loses_a_word(race, writer):
    race(RaceMachine, writers=(writer,))


# --- Three that chance finds seldom -------------------------------------------------------------
def late(world, eraser, write):
    """What becomes of who writes while the eraser stands before its first DELETE."""
    with Turns(2) as turns:
        first, second = turns.players
        first.begin(lambda: eraser(world), to=Point.DECIDED)
        second.begin(write, to=Point.END)
        assert second.is_waiting
    assert first.error is None
    return second


def test_a_number_merged_away_meanwhile_is_let_go_of_before_the_person_is_waited_for(race):
    world = World(make_staff())
    world.prepare("merge_away")
    other = world.made["merge_away"].pk

    def work_on_the_other():
        with transaction.atomic():
            Subject.objects.select_for_update().get(pk=other)

    with Turns(3) as turns:
        merger, eraser, busy = turns.players
        merger.begin(world.merge_away, to=Point.COMMITTING)
        eraser.begin(lambda: asked(world), to=Point.LOCKED)
        merger.finish()
        busy.begin(work_on_the_other, to=Point.LOCKED)
        eraser.finish()
        assert (eraser.is_waiting, is_free(world.person.pk)) == (True, True)
        busy.finish()
        eraser.finish()

    assert [each.error for each in (merger, eraser, busy)] == [None] * 3


def is_free(pk):
    with transaction.atomic():
        return Subject.objects.filter(pk=pk).select_for_update(skip_locked=True).exists()


@pytest.mark.parametrize("eraser", [purged, asked])
@pytest.mark.parametrize("alias", ALIASES[1:])
def test_an_alias_is_no_way_into_a_deadlock(race, alias, eraser):
    world = World(make_staff(), alias=alias)

    writer = late(world, eraser, world.place_hold)

    assert (type(writer.error), world.left()) == (PersonIsGone, set())


@pytest.mark.parametrize("eraser", [purged, asked])
def test_an_address_that_became_free_meanwhile_is_confirmed_as_somebody_news(race, eraser):
    world = World(make_staff())
    world.prepare("confirm")

    writer = late(world, eraser, world.confirm)

    assert writer.error is None
    assert (writer.result.candidate.subject.user.email, world.left()) == (world.user.email, set())


def test_a_writer_who_waited_for_a_merge_and_an_eraser_never_block_each_other_for_good(race):
    world = World(make_staff())
    world.prepare("merge_away")

    with Turns(3) as turns:
        merge, eraser, writer = turns.players
        merge.begin(world.merge_away, to=Point.COMMITTING)
        eraser.begin(lambda: asked(world), to=Point.END)
        writer.begin(world.place_hold, to=Point.END)
        assert (eraser.is_waiting, writer.is_waiting) == (True, True)

    assert [player.error for player in turns.players] == [None] * 3
    assert (eraser.result.is_erased, world.is_there()) == (False, True)


# --- Wrong purges: what the machine must find ---------------------------------------------------
def naive(_world):
    """Chooses, then deletes what it chose."""
    due = Subject.objects.filter(due_on__lte=DAY).values_list("pk", flat=True)
    decisions = [decide(each, DAY) for each in facts.of_persons(due).values()]
    with transaction.atomic():
        erasure.erase(decisions, cause=ErasureCause.PURGE, as_of=DAY, at=NIGHT)


def locked_but_not_decided_again(_world):
    """Asks in the statement that locks, which PostgreSQL does not ask again of other tables after a wait."""
    consent = Exists(ConsentEvent.objects.filter(subject_uuid=OuterRef("pk")))
    hold = Exists(Hold.objects.filter(subject=OuterRef("pk")))
    due = Subject.objects.filter(candidate__last_active_at__lt=NIGHT).exclude(consent | hold)
    with transaction.atomic():
        locked = [person.pk for person in due.select_for_update(of=("self",))]
        decisions = [decide(Facts(person).on_request(), DAY) for person in locked]
        erasure.erase(decisions, cause=ErasureCause.PURGE, as_of=DAY, at=NIGHT)


@pytest.mark.parametrize("wrong", [naive, locked_but_not_decided_again])
def test_the_machine_finds_a_wrong_purge_out(race, wrong):
    found = []

    with suppress(Falsified, FlakyFailure):
        race(RaceMachine, BUDGET, erasers={"purged": wrong}, writers=("give_consent",), seats=2, found=found)

    assert set(found) == {"lost: give_consent"}, "the machine is broken: it lets a wrong purge pass"
