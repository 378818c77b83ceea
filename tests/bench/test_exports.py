"""What `make bench` says of a hundred copies: whoever gets none, or holds up the site, is seen."""

from dataclasses import replace

import pytest

from bench import exports, report

FINE = exports.Went(seconds=200.0, ready=100, alone=[0.02] * 100, meanwhile=[0.02] * 100, heaviest=200.0)


def test_what_meets_its_budgets_passes():
    table = exports.rows(FINE, 100)

    assert (report.status(table), [row.value for row in table]) == (0, [100, 200.0, 200.0, 20.0, 1.0])


@pytest.mark.parametrize(
    "worse", [{"ready": 79}, {"seconds": 721.0}, {"heaviest": 361.0}, {"meanwhile": [0.02] * 90 + [0.2] * 10}]
)
def test_what_misses_one_fails_the_run(worse):
    assert report.status(exports.rows(replace(FINE, **worse), 100)) == 1


def test_the_reader_goes_on_until_it_is_over_and_looks_often_enough_to_say_anything(monkeypatch):
    left = iter([False] * 150)
    monkeypatch.setattr(exports, "look", lambda port: 0.02)

    assert len(exports.look_until(1, lambda: next(left, True))) == 151
    assert len(exports.look_until(1, lambda: True)) == exports.LOOKS
