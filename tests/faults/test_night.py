"""F01 F09 F10 F11: the purge of the night killed in the middle, begun by two clocks at once, and told a wrong time."""

import datetime
import time
from random import Random

import pytest
from celery import Celery
from django.db import transaction
from django.utils import timezone

from privacy.choices import BrakeCause
from privacy.models import Erasure, PurgeFailure, PurgeRun, Subject
from tests.faults import checker, report
from tests.faults.people import person
from tests.faults.rounds import IS_LONG
from tests.faults.trial import HEALED_WITHIN, SEEDS

pytestmark = pytest.mark.django_db(transaction=True)

PURGE, EXPIRE = "privacy.jobs.purge", "privacy.jobs.expire_rows"
DUE, NOT_DUE, DUE_IN_A_YEAR = 800, 300, 500  # days since they applied; two years is how long they are kept
EACH = 12


def ordered(agency, *tasks):
    """As the clock does it."""
    broker = Celery(broker=agency.redis, set_as_current=False)
    with broker.connection_for_write() as line:
        for task in tasks:
            broker.send_task(task, connection=line)


def arrived(seed, what, days):
    sent = timezone.now() - datetime.timedelta(days=days)
    made = [person(f"{what}{seed}-{number}@example.test", sent=sent) for number in range(EACH)]
    return {candidate.subject_id: file for candidate, file in made}


def of_other_nights():
    """The runs so far: tonight's is still to come, and the brake counts from new."""
    then = timezone.now() - datetime.timedelta(days=2)
    PurgeRun.objects.update(as_of=timezone.localdate(then), started_at=then, brake_cause="", braked_at=None)


def last_run():
    return PurgeRun.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def after(earlier):
    return PurgeRun.objects.filter(pk__gt=earlier)


def all_ended(earlier):
    """Or were interrupted, as a later one has noted."""
    return all(run.ended_at or run.interrupted_at for run in after(earlier))


def left_of(people):
    return set(Subject.objects.filter(pk__in=people).values_list("pk", flat=True))


def wait_until(agency, done, what):
    until = time.monotonic() + HEALED_WITHIN
    while True:
        with agency.seen():
            if done():
                return
        assert time.monotonic() < until, what
        time.sleep(0.3)


def tonight_is_over(agency):
    """Or the agency would begin it while the first are only arriving."""
    ordered(agency, PURGE)
    wait_until(agency, lambda: PurgeRun.objects.exists() and all_ended(0), "no purge ended")


def killed_in_the_middle(agency, dice, earlier):
    """Some moment after a run has begun; the sweep begins another."""
    ordered(agency, PURGE)
    wait_until(agency, lambda: after(earlier).exists(), "no purge began")
    time.sleep(dice.uniform(0, 0.5))
    agency["worker"].kill()


def told_by_two_clocks(agency, _dice, _earlier):
    ordered(agency, PURGE, PURGE)


@pytest.mark.parametrize("harm", [killed_in_the_middle, told_by_two_clocks], ids=lambda harm: harm.__name__)
def test_who_is_due_goes_and_nobody_else(agency, ad, harm):
    tonight_is_over(agency)
    for seed in SEEDS:
        with agency.seen(), transaction.atomic():  # all at once: the agency may begin a run by itself from then on
            due = arrived(f"{harm.__name__}{seed}", "due", DUE)
            others = arrived(f"{harm.__name__}{seed}", "not", NOT_DUE)
            earlier = last_run()
            of_other_nights()
        harm(agency, Random(seed), earlier)
        began = time.monotonic()
        agency.heal()
        wait_until(
            agency, lambda due=due: not left_of(due), f"{harm.__name__}, SEED={seed}: somebody due is still there"
        )
        files = {agency.files / file for file in due.values()}
        wait_until(agency, lambda files=files: not any(file.exists() for file in files), "a file is still there")
        took = time.monotonic() - began
        wait_until(agency, lambda earlier=earlier: all_ended(earlier), "a run did not end")
        with agency.seen():
            assert left_of(others) == set(others)
            assert all((agency.files / file).exists() for file in others.values())
            assert Erasure.objects.filter(subject_uuid__in=due).count() == EACH
            assert PurgeFailure.objects.count() == 0
            assert not list(checker._rows_and_files(agency.files))
            erased = sum(run.erased for run in after(earlier))
        # One killed after its commit counts none.
        assert erased in ({0, EACH} if harm is killed_in_the_middle else {EACH})
        report.NOTES.append(
            f"night {harm.__name__}, seed {seed}: {EACH} of {2 * EACH} gone, well again in {took:.1f} s"
        )


@pytest.mark.parametrize("days", [400, -1] if IS_LONG else [400])
def test_a_clock_that_jumps_erases_nobody(agency, ad, days):
    """The worker's; that of the database, which goes right, is the judge."""
    worker, right = agency["worker"], agency["worker"].env
    worker.kill()  # with the right clock it would take who is due
    with agency.seen():
        of_other_nights()
        people = arrived(f"jump{days}", "later", DUE_IN_A_YEAR if days > 0 else DUE)
        last = last_run()
    worker.env = {**right, "AHEAD": str(days)}
    try:
        worker.start()
        ordered(agency, PURGE, EXPIRE)
        ended = after(last).filter(ended_at__isnull=False)
        wait_until(agency, ended.exists, "no purge ended")
        with agency.seen():
            run = ended.earliest("pk")
            assert (run.brake_cause, run.erased, left_of(people)) == (BrakeCause.CLOCK, 0, set(people))
    finally:
        worker.env = right
        worker.kill()
        agency.heal()
