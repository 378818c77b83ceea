"""The purge beside bare SQL and beside Django's own deletion.

Every measurement is a process on a fresh copy of one filled database, so that all delete the same rows from the same
pages. What counts is the ratio within a round.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console

from bench import copies, report
from bench.copies import Environment

METHODS = ("engine", "bare", "signals", "silent")
INSIDE = "bench.inside.measure"
console = Console(highlight=False, soft_wrap=True)


class NotTheSame(Exception):
    """Two ways of deleting left different rows: their times cannot be compared."""


class Measures(Protocol):
    """What measures one method on a copy of its own."""

    def measured(self, method: str) -> report.Run: ...


@contextmanager
def filled(asked: argparse.Namespace, environment: Environment, inside: str = INSIDE) -> Iterator[copies.Filled]:
    """A database with the candidates asked for, the night before a great purge, and the process that measures on it."""
    console.print(f"filling the database with {asked.candidates} candidates …")
    with copies.process(inside, environment) as process:
        yield copies.Filled(process, environment, moment=process.ask("seed", str(asked.seed), str(asked.candidates)))


def compare(asked: argparse.Namespace, full: Measures, about: list[str]) -> int:
    """Measure, print and write down; ends as the table says."""
    rounds = [measured(number, full) for number in range(asked.rounds)]
    table = report.rows(rounds)
    said = (
        f"{asked.candidates} candidates, {rounds[0]['engine']['persons']} due, 30 rows each that go; "
        f"the median of rounds: {asked.rounds}, seed {asked.seed}"
    )
    report.write(asked.results / "purge.md", "What the purge costs", table, [*about, said])
    return report.status(table)


def measured(number: int, full: Measures) -> dict[str, report.Run]:
    """Every method once, in another order each round."""
    start = number % len(METHODS)
    order = METHODS[start:] + METHODS[:start]
    runs = {each: full.measured(each) for each in order}
    for method, run in runs.items():
        console.print(f"round {number + 1}: {method:8} {run['seconds']:8.2f} s")
        if run["left"] != runs["engine"]["left"]:
            raise NotTheSame(f"{method}: {run['left']}, engine: {runs['engine']['left']}")
    return runs
