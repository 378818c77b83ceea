"""`make bench`: what the purge, the public pages, a search, large files and copies of everything cost, on servers of its own.

Ends with 1 when a budget is missed by more than 20 %.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import exports, pages, purge, report, search, uploads
from fremrykk.local.throwaway import world

RESULTS = Path(__file__).parent / "results"


def purging(asked: argparse.Namespace) -> int:
    smaller = {}
    for size in (each for each in purge.SIZES if each < asked.candidates):
        with world(careless=False) as (_, environment):
            smaller[size] = purge.engine_at(size, asked, environment)
    with world(careless=False) as (_, environment), purge.filled(asked, environment) as full:
        return purge.compare(asked, full, smaller, report.about(environment))


def serving(asked: argparse.Namespace) -> int:
    with world(careless=False) as (_, environment):
        return pages.compare(asked, environment, report.about(environment))


def searching(asked: argparse.Namespace) -> int:
    with world(careless=False) as (_, environment):
        return search.compare(asked, environment, report.about(environment))


def uploading(asked: argparse.Namespace) -> int:
    with world(careless=False) as (_, environment):
        return uploads.compare(asked, environment, report.about(environment))


def exporting(asked: argparse.Namespace) -> int:
    with world(careless=False) as (_, environment):
        return exports.compare(asked, environment, report.about(environment))


PARTS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "purge": purging,
    "pages": serving,
    "search": searching,
    "uploads": uploading,
    "exports": exporting,
}


def main(arguments: Sequence[str], parts: Mapping[str, Callable[[argparse.Namespace], int]] = PARTS) -> int:
    asked = options(arguments)
    return max(part(asked) for name, part in parts.items() if asked.only in (None, name))


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description="What the purge, the public pages, a search, large files and copies of everything cost.",
    )
    parser.add_argument("--only", choices=PARTS, help="one part of it")
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument(
        "--sizes", type=int, nargs="*", help="of the search: several numbers of candidates, one after the other"
    )
    parser.add_argument("--searches", type=int, default=600, help="of 20 advisers at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ads", type=int, default=200)
    parser.add_argument("--applicants", type=int, default=50, help="who send a large CV at once")
    parser.add_argument("--copies", type=int, default=100, help="who order a copy of their data at once")
    parser.add_argument("--clients", type=int, default=8, help="who ask at once")
    parser.add_argument("--requests", type=int, default=400, help="of each page in each round")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder the tables are written to")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
