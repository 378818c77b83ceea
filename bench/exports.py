"""A hundred people who order a copy of their data at once, each with ten files of five megabytes: how long the composed worker
takes, with how much memory, and whether somebody who reads the site meanwhile notices.
"""

import argparse
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench import copies, pages, report, serving
from bench.report import Row
from bench.search import p95
from bench.uploads import watched
from fremrykk.local import programs

INSIDE = "bench.inside.exporting"
FILES, SIZE = 10, 5_000_000
PATIENCE = 600  # seconds until all of them must be there
THINKS, LOOKS = 0.2, 100  # seconds between two looks at the front page; looks before anything is ordered


@dataclass(frozen=True)
class Went:
    """Everything that was measured."""

    seconds: float
    ready: int
    alone: Sequence[float]
    meanwhile: Sequence[float]
    heaviest: float  # megabytes of a worker's process


def compare(asked: argparse.Namespace, environment: copies.Environment, about: list[str]) -> int:
    """Fill, order, print and write down; ends as the table says."""
    programs.prepare(environment, owner=environment["DATABASE_URL"])
    with copies.process(INSIDE, environment) as inside:
        went = measured(inside, asked, environment)
    table = rows(went, asked.copies)
    said = (
        f"{asked.copies} people order at once, each with {FILES} files of {SIZE // 10**6} MB; one reader of the front page, "
        f"who looks every {THINKS:g} s; the image's web server and worker, on the same cores"
    )
    report.write(asked.results / "exports.md", "What copies of everything cost", table, [*about, said])
    return report.status(table)


def measured(inside: copies.Process, asked: argparse.Namespace, environment: copies.Environment) -> Went:
    people = inside.ask("fill", str(asked.copies), str(FILES), str(SIZE), str(asked.seed))
    with serving.site(environment, "worker") as (port, running), watched(running) as heaviest:
        pages.load(port, "/", clients=4, requests=40)  # each process has read what it keeps
        alone = [look(port) for _ in range(LOOKS)]
        done = threading.Event()
        with ThreadPoolExecutor(1) as reader:
            looks = reader.submit(look_until, port, done.is_set)
            try:
                seconds, ready = ordered(inside, people)
            finally:
                done.set()
        return Went(seconds, ready, alone, looks.result(), heaviest.worker)


def ordered(inside: copies.Process, people: Sequence[str]) -> tuple[float, int]:
    """How long until every copy is ready, or patience is over; and how many are."""
    began = time.perf_counter()
    inside.ask("order", *people)
    while True:
        ready = inside.ask("made").get("ready", 0)
        seconds = time.perf_counter() - began
        if ready == len(people) or seconds > PATIENCE:
            return seconds, ready
        time.sleep(0.5)


def look(port: int) -> float:
    time.sleep(THINKS)
    return pages.timed(port, "/")


def look_until(port: int, is_done: Callable[[], bool]) -> list[float]:
    each = [look(port)]
    while not is_done() or len(each) < LOOKS:
        each.append(look(port))
    return each


def rows(went: Went, people: int) -> list[Row]:
    alone, meanwhile = p95(went.alone), p95(went.meanwhile)
    return [
        Row("copies that are ready", went.ready, "", people, True),
        Row("all of them within", went.seconds, " s", PATIENCE),
        Row("memory of a worker's process, at most", went.heaviest, " MB", 300),
        Row("front page meanwhile, 95 of 100 within", meanwhile, " ms"),
        Row("the same against alone", meanwhile / alone, " ×", 1.5),
    ]
