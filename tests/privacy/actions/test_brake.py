"""What the brake stops, and what an approval is bound to."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from privacy import jobs
from privacy.actions import brake, periods, purge, retention
from privacy.choices import BrakeCause, PeriodCode
from privacy.models import PurgeRun, RetentionPeriod
from privacy.queries import digests, travel
from tests.factories import ApplicationFactory, PurgeRunFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]

DAY = datetime.date(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2024, 3, 1, 9, tzinfo=datetime.UTC)
A_DAY = datetime.timedelta(days=1)


def applicants(count):
    for _ in range(count):
        application = ApplicationFactory(submitted_at=LONG_AGO, candidate__last_active_at=LONG_AGO)
        retention.refresh(application.candidate.subject_id)


def run(**more):
    return purge.run(as_of=DAY, at=NIGHT, **more)


@pytest.fixture
def small_brake(monkeypatch):
    monkeypatch.setattr(brake, "FLOOR", 2)
    monkeypatch.setattr(brake, "SHARE", 0)


def test_many_small_runs_are_one_large_one(small_brake):
    applicants(4)

    first, second = run(limit=2), run(limit=2)

    assert (first.erased, first.brake_cause) == (2, "")
    assert (second.erased, second.brake_cause) == (0, BrakeCause.SHARE)


def test_what_another_day_erased_does_not_count(small_brake):
    PurgeRunFactory(started_at=NIGHT - A_DAY, erased=2)
    applicants(2)

    assert run().erased == 2


def test_an_approval_is_void_once_a_rule_has_changed(small_brake):
    manager = StaffFactory(roles=["manager"])
    applicants(3)
    brake.release(run=run(), by=manager, at=NIGHT)
    shorter = periods.propose(
        code=PeriodCode.CANDIDATE_BASE, length=1, unit="years", ceiling=2, authority="art. 5", at=NIGHT
    )
    periods.approve(period=shorter, by=manager, at=NIGHT)

    again = run()

    assert (again.erased, again.brake_cause) == (0, BrakeCause.SHARE)


def test_an_approval_is_void_once_more_are_due(small_brake):
    applicants(3)
    brake.release(run=run(), by=StaffFactory(roles=["manager"]), at=NIGHT)
    applicants(1)

    assert run().erased == 0


def test_an_approval_is_for_its_day(small_brake):
    applicants(3)
    brake.release(run=run(), by=StaffFactory(roles=["manager"]), at=NIGHT)

    assert purge.run(as_of=DAY - A_DAY, at=NIGHT).erased == 0


def test_a_jumped_clock_erases_nobody_until_somebody_has_looked():
    applicants(1)

    stopped = run(has_clock_jumped=True)
    assert (stopped.due, stopped.erased, stopped.brake_cause) == (1, 0, BrakeCause.CLOCK)
    brake.release(run=stopped, by=StaffFactory(roles=["manager"]), at=NIGHT)

    assert run(has_clock_jumped=True).erased == 1


def test_a_jumped_clock_with_nobody_due_stops_nothing():
    assert run(has_clock_jumped=True).brake_cause == ""


def test_a_dry_run_counts_as_the_real_one_would_and_says_that_it_would_be_stopped(small_brake):
    applicants(3)

    preview = run(dry_run=True)
    assert (preview.erased, preview.brake_cause, PurgeRun.objects.count()) == (3, BrakeCause.SHARE, 0)
    stopped = run()
    brake.release(run=stopped, by=StaffFactory(roles=["manager"]), at=NIGHT)
    real = run()

    counted = ("due", "erased", "kept", "review", "failed")
    assert [getattr(real, name) for name in counted] == [getattr(preview, name) for name in counted]


def test_the_digests_know_a_changed_length_and_a_changed_graph(monkeypatch):
    rules, order = digests.of_rules(), digests.of_graph()
    assert (digests.of_rules(), digests.of_graph()) == (rules, order)

    RetentionPeriod.objects.filter(code=PeriodCode.MAIL).update(length=11, ceiling=12, unit="months")
    monkeypatch.setattr(digests.graph, "parent_first", lambda: ())

    assert digests.of_rules() != rules
    assert digests.of_graph() != order


@pytest.mark.parametrize(
    ("hours_since_the_last_run", "has_jumped"), [(24, False), (71, False), (73, True), (400 * 24, True), (-1, True)]
)
def test_a_gap_since_the_last_run_is_a_jump(hours_since_the_last_run, has_jumped):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    PurgeRunFactory(started_at=now - datetime.timedelta(hours=hours_since_the_last_run))

    assert travel.has_clock_jumped(now) is has_jumped


@pytest.mark.parametrize(("approved_at", "has_jumped"), [(None, True), (NIGHT, False)])
def test_a_run_that_was_stopped_vouches_for_the_clock_only_once_it_was_let_on(approved_at, has_jumped):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    PurgeRunFactory(started_at=now - 400 * A_DAY)
    by = StaffFactory(roles=["manager"]) if approved_at else None
    PurgeRunFactory(
        started_at=now, braked_at=now, brake_cause=BrakeCause.CLOCK, approved_at=approved_at, approved_by=by
    )

    assert travel.has_clock_jumped(now + datetime.timedelta(minutes=5)) is has_jumped


@pytest.mark.parametrize(("days", "left"), [(0, 0), (400, 1)])
def test_a_clock_that_jumped_lets_nothing_else_go_either(days, left, time_machine):
    now = timezone.now()
    PurgeRunFactory(started_at=now)
    over = Session.objects.create(session_key="a", expire_date=now - A_DAY)  # over by either clock

    time_machine.move_to(now + days * A_DAY)
    jobs.expire_rows()

    assert Session.objects.filter(pk=over.pk).count() == left


@pytest.mark.parametrize(("minutes", "has_jumped"), [(0, False), (5, False), (15, True), (-15, True)])
def test_the_database_has_a_clock_too(minutes, has_jumped):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]

    assert travel.has_clock_jumped(now + datetime.timedelta(minutes=minutes)) is has_jumped


def test_a_demo_may_travel(settings):
    settings.ALLOW_TIME_TRAVEL = True

    assert travel.has_clock_jumped(NIGHT + 4000 * A_DAY) is False
