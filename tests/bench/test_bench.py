"""The bench itself, small. What migrations make is poured in, Django is started once, and the slow engine is measured on the
same candidates as the real one: filling twice and a start per method cost two minutes and a half.
"""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest

from bench import purge, report
from bench.__main__ import main, options
from bench.inside import beside
from tests import prepared

BENCH = "bench"  # its database
METHODS = ("engine", "bare", "signals", "counted", "silent")
WHAT = [
    "purge, full path, against bare SQL",
    "purge against QuerySet.delete() with signals",
    "purge against QuerySet.delete() with signals that only count",
    "purge against QuerySet.delete() without signals",
    "memory the purge grows by",
    "the last persons against the first",
    "persons erased per second",
    "persons deleted per second by bare SQL",
    "nightly round over everybody's dates, before it",
    "longest wait of who writes on somebody who stays",
    "longest wait of who writes on somebody who goes",
    "writes beside the purge",
    "two purges at once against one",
    "persons the smaller share of two purges has",
    "a person among 300 candidates",
]


def run_of(seconds=1.0, megabytes=30.0, marks=((500, 0.5), (1000, 1.0))):
    return {"persons": 1000, "seconds": seconds, "aside": 0.1, "marks": marks, "megabytes": megabytes, "left": {}}


def rounds_of(**seconds):
    fast = {"engine": 1.0, "bare": 1.0, "signals": 3.0, "counted": 2.0, "silent": 1.0} | seconds
    return [{method: run_of(fast[method]) for method in METHODS}]


class Told:
    """What was measured before."""

    def __init__(self, runs):
        self.runs = runs

    def measured(self, method):
        return self.runs[method]


class Slowed(Told):
    """But for the engine, which is measured anew."""

    def __init__(self, runs, full):
        super().__init__(runs)
        self.full = full

    def measured(self, method):
        return self.full.measured("slow") if method == "engine" else super().measured(method)


class Kept:
    """Measures, and remembers what was measured."""

    def __init__(self, full):
        self.full, self.runs = full, {}

    def measured(self, method):
        self.runs[method] = self.full.measured(method)
        return self.runs[method]


@pytest.fixture
def environment(django_db_setup):
    """The test run's own servers, with a database more, filled by the migrations."""
    prepared.pour(BENCH)
    return {"DATABASE_URL": urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{BENCH}"))}


def asked(tmp_path):
    return options(["--candidates", "300", "--rounds", "1", "--results", str(tmp_path / "results")])


def cells(text):
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_a_small_run_measures_every_budget_and_ends_as_its_table_says_and_a_slow_engine_fails_it(environment, tmp_path):
    results = tmp_path / "results" / "purge.md"
    with purge.filled(asked(tmp_path), environment, "tests.bench.slow_engine") as full:
        kept = Kept(full)

        ended = purge.compare(asked(tmp_path), kept, {}, ["a machine"])
        table = cells(results.read_text())
        ended_slow = purge.compare(asked(tmp_path), Slowed(kept.runs, full), {}, ["a machine"])

    assert [what for what, *_ in table] == WHAT
    assert ended == int("MISSED" in [verdict for *_, verdict in table])
    assert (cells(results.read_text())[0][3], ended_slow) == ("MISSED", 1)


def test_the_program_ends_as_its_worst_part():
    parts = {"purge": lambda asked: 0, "pages": lambda asked: 1}

    assert (main([], parts), main(["--only", "purge"], parts)) == (1, 0)


def test_ways_that_leave_different_rows_are_not_compared():
    runs = rounds_of()[0]
    runs["bare"] |= {"left": {"privacy_subject": 1}}

    with pytest.raises(purge.NotTheSame):
        purge.measured(0, Told(runs))


@pytest.mark.parametrize(
    ("seconds", "verdict", "status"),
    [(1.4, "met", 0), (1.7, "missed, within 20 %", 0), (1.9, "MISSED", 1)],
)
def test_verdict_and_status_follow_the_ratio(seconds, verdict, status):
    table = report.rows(rounds_of(engine=seconds, signals=9.0))

    assert (table[0].verdict, report.status(table)) == (verdict, status)


def test_too_little_faster_than_signals_fails_the_run():
    table = report.rows(rounds_of(signals=2.4))

    assert (table[1].verdict, report.status(table)) == ("MISSED", 1)


def test_the_ratio_is_taken_within_each_round():
    rounds = [*rounds_of(engine=1.0, bare=1.0), *rounds_of(engine=30.0, bare=20.0), *rounds_of(engine=9.0, bare=9.0)]

    assert report.ratio(rounds, "engine", "bare") == 1.0


def test_a_cost_that_grows_with_the_run_shows():
    even = [(500, 0.5 * number) for number in range(1, 21)]
    growing = [(500, 0.5 * number**2) for number in range(1, 21)]

    assert report.slope(even) == 1.0
    assert report.slope(growing) == 9.0


def test_a_person_who_costs_more_among_more_people_fails_the_run():
    cheap, dear = (run_of(marks=((500, seconds), (500, 2 * seconds))) for seconds in (0.5, 1.0))

    even, growing = (report.growth({10_000: cheap, 100_000: last}) for last in (cheap, dear))

    assert [row.value for row in even] == [1.0, 1.0, 1.0]
    assert ([row.value for row in growing], report.status(growing)) == ([1.0, 2.0, 2.0], 1)


@pytest.mark.parametrize(("waited", "status"), [(0.4, 0), (1.3, 1)])
def test_who_waits_longer_than_a_second_for_a_purge_fails_the_run(waited, status):
    waits = {"goes": {"writes": 3, "longest": waited}, "stays": {"writes": 2, "longest": 0.01}}

    table = report.beside({"waits": waits}, run_of(seconds=2.0), run_of(seconds=2.2) | {"shares": [600, 400]})

    assert [round(row.value, 2) for row in table] == [10.0, 1000 * waited, 5, 1.1, 40.0]
    assert report.status(table) == status


def test_what_another_user_waited_is_told_of_who_goes_and_who_stays():
    waits = [(True, 0.3, True), (False, 0.1, True), (True, 0.2, False)]

    assert beside.summed_up(waits) == {
        "goes": {"writes": 2, "longest": 0.3, "told_gone": 1},
        "stays": {"writes": 1, "longest": 0.1},
    }
