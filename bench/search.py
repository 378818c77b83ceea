"""The adviser's search over people in any number: each shape beside the statements it sends, beside ILIKE, and under twenty advisers.

One database that grows. What counts is the ratio within a run; milliseconds say as much of the machine as of the program.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from statistics import median, quantiles
from typing import Any

from rich.console import Console

from bench import copies, pages, plot, report, serving
from bench.report import Row
from fremrykk.local import programs

INSIDE = "bench.inside.searching"
THINKS = (1.0, 5.0)  # seconds an adviser reads before the next search
MOST_QUERIES, LIST_MS, SEARCH_MS, WORST_MS, RATIO = 15, 300, 300, 1000, 1.5
MANY, GREAT = 100_000, 1_000_000  # of few, reading all is the better plan; and the ratio is promised of a million
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Measured:
    """Everything of one size."""

    candidates: int
    filled_in: float
    shapes: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, Mapping[str, Any]]
    together: Sequence[float]  # seconds of each page, with all advisers at once


def compare(asked: argparse.Namespace, environment: copies.Environment, about: list[str]) -> int:
    """Fill, search, print and write down; ends as the table says."""
    programs.prepare(environment, owner=environment["DATABASE_URL"])
    every: list[Measured] = []
    with copies.process(INSIDE, environment) as inside:
        for size in sorted(asked.sizes or [asked.candidates]):
            every.append(measured(inside, size, asked, environment))
            table = written(every, asked, about)  # what is known is kept, should the next size be stopped
    return report.status(table)


def written(every: Sequence[Measured], asked: argparse.Namespace, about: Sequence[str]) -> list[Row]:
    table = [row for each in every for row in rows(each)]
    said = (
        f"one adviser alone, each shape {asked.rounds} times with five words of its kind; then 20 advisers at the image's web server, "
        f"who read for {THINKS[0]:g} to {THINKS[1]:g} seconds before the next of {asked.searches} searches of all shapes"
    )
    filled = "; ".join(f"{each.candidates:,} people, filled in {each.filled_in:.0f} s" for each in every)
    place = asked.results / "search.md"
    report.write(place, "What a search costs", table, [*about, said, filled])
    with place.open("a") as out:
        out.write("\n" + shapes_table(every))
    series = {
        name: [(each.candidates, p95(each.shapes[name]["program"])) for each in every] for name in every[0].shapes
    }
    (asked.results / "search.svg").write_text(plot.drawn("95 of 100 searches within, by people (ms)", series))
    return table


def measured(inside: copies.Process, size: int, asked: argparse.Namespace, environment: copies.Environment) -> Measured:
    console.print(f"filling the database up to {size} people …")
    filled_in = inside.ask("fill", str(asked.seed), str(size))
    console.print("searching …")
    shapes = inside.ask("search", str(asked.seed), str(size), str(asked.rounds))
    lists = inside.ask("lists")
    cookies, paths = inside.ask("sessions"), inside.ask("addresses", str(asked.seed), str(size))
    with serving.site(environment) as (port, _running):
        together(port, cookies, paths, len(cookies))  # each process has read what it keeps
        return Measured(size, filled_in, shapes, lists, together(port, cookies, paths, asked.searches))


def together(port: int, cookies: Sequence[str], paths: Sequence[str], searches: int) -> list[float]:
    """Every adviser at once, each reading a while between two searches."""
    each = max(1, searches // len(cookies))

    def work(number: int) -> list[float]:
        rng = Random(number)  # noqa: S311
        took = []
        for _ in range(each):
            time.sleep(rng.uniform(*THINKS))
            began = time.perf_counter()
            pages.fetched(port, rng.choice(paths), {**pages.AS_A_BROWSER, "Cookie": cookies[number]})
            took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(len(cookies)) as hands:
        return [seconds for took in hands.map(work, range(len(cookies))) for seconds in took]


def rows(each: Measured) -> list[Row]:
    size = f"{each.candidates:,} people"
    near, none = (RATIO if each.candidates >= GREAT else None), (0 if each.candidates >= MANY else None)
    ratio = {name: p95(shape["program"]) / p95(shape["bare"]) for name, shape in each.shapes.items()}
    worst = max(ratio, key=lambda name: ratio[name])
    table = [
        Row(f"{size}: all searches, against the same statements by hand", _whole(each, "program") / _whole(each, "bare"), " ×", near),
        Row(f"{size}: the worst shape ({worst}), against the same", ratio[worst], " ×", near),
        Row(f"{size}: tables of people read from one end to the other", sum(s["scans"] for s in each.shapes.values()), "", none),
        Row(f"{size}: searches given up for taking too long", sum(s["found"].count(-1) for s in each.shapes.values()), "", 0),
        Row(f"{size}: 20 advisers, 95 of 100 answered within", p95(each.together), " ms", SEARCH_MS),
        Row(f"{size}: 20 advisers, 99 of 100 answered within", quantiles(each.together, n=100)[-1] * 1000, " ms", WORST_MS),
    ]  # fmt: skip
    for name, seen in each.lists.items():
        table += [
            Row(f"{size}: {name}, queries", seen["queries"], "", MOST_QUERIES),
            Row(f"{size}: {name}, 95 of 100 within", p95(seen["seconds"]), " ms", LIST_MS),
        ]
    return table


def _whole(each: Measured, what: str) -> float:
    return sum(sum(shape[what]) for shape in each.shapes.values())


def p95(seconds: Sequence[float]) -> float:
    """In milliseconds; of a few, nothing that is more than was measured."""
    return quantiles(seconds, n=20, method="inclusive")[-1] * 1000


def shapes_table(every: Sequence[Measured]) -> str:
    lines = [
        "| people | what is asked for | found (capped) | half within | 95 of 100 within | the statements by hand | ratio | ILIKE, once |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in every:
        for name, shape in each.shapes.items():
            own, bare = p95(shape["program"]), p95(shape["bare"])
            lines.append(
                f"| {each.candidates:,} | {name} | {median(shape['found']):g} | {median(shape['program']) * 1000:.1f} ms "
                f"| {own:.1f} ms | {bare:.1f} ms | {own / bare:.2f} × | {shape['ilike'] * 1000:.0f} ms |"
            )
    return "\n".join([*lines, ""])
