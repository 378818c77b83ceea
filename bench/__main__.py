"""`make bench`: the purge beside bare SQL and beside Django's own deletion, on servers of its own.

Every measurement is a process on a fresh copy of one filled database, so that all delete the same rows from the same
pages. What counts is the ratio within a round. Ends with 1 when a budget is missed by more than 20 %.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bench import copies, report
from fremrykk.local.throwaway import world

METHODS = ("engine", "bare", "signals", "silent")
RESULTS = Path(__file__).parent / "results" / "purge.md"
console = Console(highlight=False, soft_wrap=True)


class NotTheSame(Exception):
    """Two ways of deleting left different rows: their times cannot be compared."""


def main(arguments: Sequence[str], measuring: str = "bench.inside.measure") -> int:
    asked = options(arguments)
    with world(careless=False) as (_, environment):
        console.print(f"filling the database with {asked.candidates} candidates …")
        seeding = (str(asked.seed), str(asked.candidates))
        moment = copies.program("bench.inside.seeding", *seeding, environment=environment)
        rounds = [measured(number, moment, environment, measuring) for number in range(asked.rounds)]
        about = [
            f"{moment[:10]}, {report.machine()}, {copies.version(environment)}",
            f"{asked.candidates} candidates, {rounds[0]['engine']['persons']} due, 25 rows each that go; "
            f"the median of rounds: {asked.rounds}, seed {asked.seed}",
        ]
    table = report.rows(rounds)
    text = report.markdown(table, about)
    console.print(text, markup=False)
    asked.results.parent.mkdir(exist_ok=True)
    asked.results.write_text(f"# What the purge costs\n\n{text}")
    return report.status(table)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="What the purge costs (DESIGN § 8).")
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser.parse_args(arguments)


def measured(number: int, moment: str, environment: copies.Environment, measuring: str) -> dict[str, report.Run]:
    """Every method once, in another order each round."""
    start = number % len(METHODS)
    order = METHODS[start:] + METHODS[:start]
    runs: dict[str, report.Run] = {each: copies.measured(measuring, each, moment, environment) for each in order}
    for method, run in runs.items():
        console.print(f"round {number + 1}: {method:8} {run['seconds']:8.2f} s")
        if run["left"] != runs["engine"]["left"]:
            raise NotTheSame(f"{method}: {run['left']}, engine: {runs['engine']['left']}")
    return runs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
