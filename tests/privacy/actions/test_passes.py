"""How many persons a purge holds at once: so many that nobody waits for long."""

import datetime
import uuid

import pytest

from privacy.actions import passes
from privacy.actions.passes import Pass
from privacy.models import PurgeRun

NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)


def going(left=10_000, largest=500):
    return Pass(PurgeRun(), NIGHT, left, largest)


@pytest.mark.parametrize(
    ("persons", "seconds", "then"),
    [(100, 0.25, 200), (100, 0.01, 200), (100, 0.5, 100), (100, 5.0, passes.AT_LEAST)],
)
def test_the_next_batch_is_as_large_as_half_a_second_allows_and_at_most_twice_the_last(persons, seconds, then):
    this = going()

    this.took(persons, seconds)

    assert this.take() == then


def test_on_a_fast_machine_it_grows_to_the_largest_and_on_a_slow_one_it_shrinks_again():
    this, taken = going(), []

    for second_per_person in (0.0005, 0.0005, 0.0005, 0.0005, 0.01, 0.001):
        persons = this.take()
        taken.append(persons)
        this.took(persons, persons * second_per_person)

    assert taken == [100, 200, 400, 500, 500, 100]


def test_a_batch_is_never_larger_than_what_is_left_nor_than_the_largest():
    assert (going(left=7).take(), going(largest=2).take()) == (7, 2)


def test_what_a_batch_did_not_find_the_next_one_may_have():
    this = going(left=150)

    this.account(this.take(), {uuid.uuid4(): "erase", uuid.uuid4(): "failed"})

    assert (this.left, dict(this.counts), len(this.stuck)) == (148, {"erase": 1, "failed": 1}, 1)


def test_nobody_found_says_nothing_of_the_time():
    this = going()

    this.took(0, 0.001)

    assert this.take() == passes.AT_FIRST
