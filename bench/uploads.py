"""Fifty applicants at once, each with a CV of five megabytes: whether all of it arrives, what it costs beside a view that
takes the same in and forgets it, and how the site answers everybody else meanwhile. Then the copy of a full person.
"""

import argparse
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bench import copies, pages, report, serving
from bench.report import Row
from fremrykk.local import programs
from fremrykk.local.children import children
from tests.faults.visitor import APPLICATION, RECEIPT, Visitor
from tests.files import pdf_picture

INSIDE = "bench.inside.taking"
SWALLOW = "/bench/swallow/"
SIDE = 2200  # pixels, one byte each: 4.84 MB that nothing makes smaller
PATIENCE = 300  # seconds until all of it must be searchable
FEW = 50  # more at the same moment may wait longer
MEGABYTE = 1024  # kilobytes


@dataclass(frozen=True)
class Rush:
    """What came of many at once."""

    each: Sequence[float]  # seconds from opening the form to the receipt
    refused: int

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20)[-1]


@dataclass
class Heaviest:
    """The most memory each kind of process had, in megabytes, looked at all the while."""

    web: float = 0.0
    worker: float = 0.0
    parser: float = 0.0
    _done: threading.Event = field(default_factory=threading.Event)

    def watch(self, running: programs.Running) -> None:
        while not self._done.wait(0.05):
            for name in ("web", "worker"):
                for child in children(running[name].pid):
                    setattr(self, name, max(getattr(self, name), peak(child)))
                    self.parser = max([self.parser, *(peak(parser) for parser in below(child))])

    def end(self) -> None:
        self._done.set()


@dataclass(frozen=True)
class Went:
    """Everything that was measured."""

    swallowed: Rush
    alone: pages.Run
    taken: Rush
    meanwhile: pages.Run
    searchable: float  # seconds
    received: Mapping[str, int]
    copied: Mapping[str, float]
    heaviest: Heaviest


def compare(asked: argparse.Namespace, environment: copies.Environment, about: list[str]) -> int:
    """Fill, rush, print and write down; ends as the table says."""
    programs.prepare(environment, owner=environment["DATABASE_URL"])
    with copies.process(INSIDE, environment) as inside:
        went = measured(inside, asked, environment)
    table = rows(went)
    copied = went.copied
    said = (
        f"{asked.applicants} applicants at once, each with another PDF of 4.8 MB, at the image's web server and worker, "
        f"on the same cores as they; {asked.clients} others ask for the front page. "
        f"The copy: {copied['rows']} mails and {copied['files']} files of 2 MB"
    )
    report.write(asked.results / "uploads.md", "What large files cost", table, [*about, said])
    return report.status(table)


def measured(inside: copies.Process, asked: argparse.Namespace, environment: copies.Environment) -> Went:
    ad = inside.ask("fill", str(asked.ads))
    with serving.site(environment, "worker") as (port, running), watched(running) as heaviest:
        pages.load(port, "/", clients=4, requests=40)  # each process has read what it keeps
        swallowed = rush(port, SWALLOW, asked.applicants, seed="swallowed")
        alone = pages.load(port, "/", clients=asked.clients, requests=asked.requests)
        taken, meanwhile = beside(port, f"{ad}sok/", asked)
        searchable = waited(inside, asked.applicants)
    received, copied = inside.ask("received"), inside.ask("copy", str(asked.seed))
    return Went(swallowed, alone, taken, meanwhile, searchable, received, copied, heaviest)


def beside(port: int, path: str, asked: argparse.Namespace) -> tuple[Rush, pages.Run]:
    """The rush, and the front page for as long as it takes."""
    done = threading.Event()
    with ThreadPoolExecutor(asked.clients) as others:
        began = time.perf_counter()
        readers = [others.submit(read_until, port, done) for _ in range(asked.clients)]
        taken = rush(port, path, asked.applicants, seed="taken")
        done.set()
        each = [seconds for reader in readers for seconds in reader.result()]
        return taken, pages.Run(time.perf_counter() - began, each)


def read_until(port: int, done: threading.Event) -> list[float]:
    each = [pages.timed(port, "/")]
    while not done.is_set():
        each.append(pages.timed(port, "/"))
    return each


def rush(port: int, path: str, people: int, *, seed: str) -> Rush:
    """All at the same moment, from addresses of their own, each with a file there is once."""
    files = [pdf_picture(SIDE, Random(f"{seed} {number}")) for number in range(people)]  # noqa: S311
    start = threading.Barrier(people)

    def one(number: int) -> tuple[float, bool]:
        visitor = Visitor(port, f"127.1.{number // 200}.{number % 200 + 2}", patience=PATIENCE)
        sent = APPLICATION | {"email": f"{seed}{number}@example.test", "message": "Jeg søker."}
        start.wait()
        began = time.perf_counter()
        answer = visitor.send(path, sent, {"cv": ("cv.pdf", files[number])})
        return time.perf_counter() - began, RECEIPT in answer.leads_to or (path == SWALLOW and answer.status == 200)

    with ThreadPoolExecutor(people) as hands:
        came = list(hands.map(one, range(people)))
    return Rush([seconds for seconds, _ in came], sum(not is_taken for _, is_taken in came))


def waited(inside: copies.Process, people: int) -> float:
    """Seconds from the last receipt until every CV can be searched; the end of patience where some cannot."""
    began = time.perf_counter()
    while inside.ask("received")["searchable"] < people and time.perf_counter() - began < PATIENCE:
        time.sleep(0.5)
    return time.perf_counter() - began


# --- memory ---
@contextmanager
def watched(running: programs.Running) -> Iterator[Heaviest]:
    heaviest = Heaviest()
    watcher = threading.Thread(target=heaviest.watch, args=[running], daemon=True)
    watcher.start()
    try:
        yield heaviest
    finally:
        heaviest.end()
        watcher.join()


def below(pid: int) -> list[int]:
    """Its children and theirs."""
    return [each for child in children(pid) for each in (child, *below(child))]


def peak(pid: int) -> float:
    """The most memory it ever had, in megabytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MEGABYTE for line in lines if line.startswith("VmHWM")), 0.0)


# --- the table ---
def rows(went: Went) -> list[Row]:
    people, taken, meanwhile, copied = len(went.taken.each), went.taken, went.meanwhile, went.copied
    cost = median(taken.each) / median(went.swallowed.each)
    return [
        Row("applications that got their receipt", people - taken.refused, "", people, True),
        Row("of them received, each once", went.received["once"], "", people, True),
        Row("95 of 100 got it within", taken.p95, " s", 5 if people <= FEW else 15),
        Row("an application against a view that forgets the same", cost, " ×"),
        Row("until every CV can be searched, after the last receipt", went.searchable, " s", PATIENCE),
        Row("front page meanwhile, answers per second", pages.pace(meanwhile), "/s", 150, True),
        Row("front page meanwhile, 95 of 100 within", meanwhile.p95 * 1000, " ms", 200),
        Row("front page meanwhile against alone", meanwhile.p95 / went.alone.p95, " ×"),
        Row("memory of a web process, at most", went.heaviest.web, " MB", 250),
        Row("memory of a worker's process, at most", went.heaviest.worker, " MB", 300),
        Row("memory of a parser, at most", went.heaviest.parser, " MB", 512),
        Row("the copy of a full person", copied["seconds"], " s", 5),
        Row("the copy against packing the same files", copied["seconds"] / copied["packing"], " ×"),
        Row("memory a copy grows by", copied["megabytes"], " MB", 300),
    ]
