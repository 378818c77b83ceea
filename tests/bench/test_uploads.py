"""What `make bench` says of large files: nobody who was refused, lost or kept waiting is left out of its verdict."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from bench import report, uploads
from bench.pages import Run

FINE = uploads.Went(
    swallowed=uploads.Rush([0.1] * 50, 0),
    alone=Run(10.0, [0.02] * 2000),
    taken=uploads.Rush([1.0] * 50, 0),
    meanwhile=Run(10.0, [0.05] * 2000),
    searchable=100.0,
    received={"once": 50, "searchable": 50},
    copied={"seconds": 2.0, "packing": 0.5, "megabytes": 20.0, "rows": 500, "files": 20},
    heaviest=uploads.Heaviest(web=150.0, worker=160.0, parser=200.0),
)
WORSE = {
    "refused": {"taken": uploads.Rush([1.0] * 50, 11)},
    "lost": {"received": {"once": 39, "searchable": 50}},
    "slow": {"taken": uploads.Rush([7.0] * 50, 0)},
    "never searchable": {"searchable": 361.0},
    "nobody else served": {"meanwhile": Run(10.0, [0.3] * 1500)},
    "memory": {"heaviest": uploads.Heaviest(web=301.0, worker=160.0, parser=200.0)},
    "slow copy": {"copied": {**FINE.copied, "seconds": 6.1}},
}


def test_what_meets_its_budgets_passes():
    table = uploads.rows(FINE)

    assert (report.status(table), {row.verdict for row in table}) == (0, {"met", ""})
    assert [row.value for row in table if "against" in row.what] == [10.0, 2.5, 4.0]


@pytest.mark.parametrize("worse", WORSE.values(), ids=WORSE)
def test_what_misses_one_fails_the_run(worse):
    assert report.status(uploads.rows(replace(FINE, **worse))) == 1


def test_the_memory_of_children_is_seen_and_of_who_is_gone_nothing():
    begun = [sys.executable, "-c", "print('begun', flush=True); input()"]
    with subprocess.Popen(begun, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()  # before its program is in it, a child weighs next to nothing
        assert child.pid in uploads.children(os.getpid())
        assert uploads.peak(child.pid) > 1
    assert (uploads.peak(child.pid), uploads.children(child.pid)) == (0.0, [])
