"""The purge beside bare SQL and beside Django's own deletion.

Every measurement is a process on a fresh copy of one filled database, so that all delete the same rows from the same
pages. What counts is the ratio within a round.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console

from bench import copies, report
from bench.copies import Environment

METHODS = ("engine", "bare", "signals")
TOLD = ("counted", "silent")  # for information; not of a million, where it would take too long
GREAT = 1_000_000
SIZES = (10_000, 100_000)  # of smaller agencies, in which a person must not be cheaper
INSIDE = "bench.inside.measure"
MEANT = (
    '"with signals": each deleted row leaves a line in a log and its file is noted, as the well-known libraries do; '
    "receivers that only count are a program nobody has, and are told beside it",
    "\"a person\": what the batches take, without the round over everybody's dates and the planner's samples",
    "the other user locks and writes on one who stays and one who goes every 50 ms; a longer wait than a second is a miss",
)
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


def compare(asked: argparse.Namespace, full: Measures, smaller: Mapping[int, report.Run], about: list[str]) -> int:
    """Measure, print and write down; ends as the table says. `smaller`: what the engine took in smaller agencies."""
    methods = METHODS + TOLD if asked.candidates < GREAT else METHODS
    rounds = [measured(number, full, methods) for number in range(asked.rounds)]
    first = rounds[0]["engine"]
    table = [
        *report.rows(rounds),
        *report.beside(full.measured("disturbed"), first, full.measured("two")),
        *report.growth({**smaller, asked.candidates: first}),
    ]
    said = (
        f"{asked.candidates} candidates, {first['persons']} due, 30 rows each that go; "
        f"the median of rounds: {asked.rounds}, seed {asked.seed}"
    )
    report.write(asked.results / "purge.md", "What the purge costs", table, [*about, said, *MEANT])
    return report.status(table)


def engine_at(size: int, asked: argparse.Namespace, environment: Environment) -> report.Run:
    """The engine alone, in an agency of another size."""
    other = argparse.Namespace(**{**vars(asked), "candidates": size})
    with filled(other, environment) as full:
        return full.measured("engine")


def measured(number: int, full: Measures, methods: Sequence[str] = METHODS + TOLD) -> dict[str, report.Run]:
    """Every method once, in another order each round."""
    start = number % len(methods)
    order = [*methods[start:], *methods[:start]]
    runs = {each: full.measured(each) for each in order}
    for method, run in runs.items():
        console.print(f"round {number + 1}: {method:8} {run['seconds']:8.2f} s")
        if run["left"] != runs["engine"]["left"]:
            raise NotTheSame(f"{method}: {run['left']}, engine: {runs['engine']['left']}")
    return runs
