import subprocess
import sys

import pytest

from bench import report
from tests.source import ROOT

METHODS = ("engine", "bare", "signals", "silent")
WHAT = [
    "purge, full path, against bare SQL",
    "purge against QuerySet.delete() with signals",
    "purge against QuerySet.delete() without signals",
    "memory the purge grows by",
    "the last persons against the first",
    "persons erased per second",
    "persons deleted per second by bare SQL",
    "nightly round over everybody's dates, before it",
]


def run_of(seconds=1.0, megabytes=30.0, marks=((500, 0.5), (1000, 1.0))):
    return {"persons": 1000, "seconds": seconds, "aside": 0.1, "marks": marks, "megabytes": megabytes}


def rounds_of(**seconds):
    fast = {"engine": 1.0, "bare": 1.0, "signals": 3.0, "silent": 1.0} | seconds
    return [{method: run_of(fast[method]) for method in METHODS}]


def bench(tmp_path, *, measuring="bench.inside.measure"):
    results = tmp_path / "results" / "purge.md"
    asked = ["--candidates", "300", "--rounds", "1", "--results", str(results)]
    program = f"import sys; from bench.__main__ import main; sys.exit(main({asked!r}, {measuring!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    return done, results.read_text() if results.exists() else ""


def cells(text):
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_a_small_run_measures_every_budget_and_ends_as_its_table_says(tmp_path):
    done, text = bench(tmp_path)

    assert [what for what, *_ in cells(text)] == WHAT, done.stderr
    assert done.returncode == int("MISSED" in [verdict for *_, verdict in cells(text)])


def test_a_slow_engine_fails_the_run(tmp_path):
    done, text = bench(tmp_path, measuring="tests.bench.slow_engine")

    assert cells(text)[0][3] == "MISSED", done.stderr
    assert done.returncode == 1


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
