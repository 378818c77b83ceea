"""The public pages under load beside a view that returns a constant: the web server of the image, asked by many at once.

What counts is the ratio within a round; what a first visit transfers and how often a page asks the database stand beside it.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from statistics import median, quantiles

from bench import copies, report, serving
from bench.report import Row
from fremrykk.local import programs
from fremrykk.local.place import HERE

CONSTANT = "/bench/constant/"
FEW = 3
AS_A_BROWSER = {"Host": "localhost", "Accept-Encoding": "gzip, deflate, br"}


class NotServed(Exception):
    """A page that does not answer with 200 costs nothing that could be compared."""


@dataclass(frozen=True)
class Run:
    """All requests for one page in one round: how long they took together, and each by itself."""

    seconds: float
    each: Sequence[float]

    @property
    def p95(self) -> float:
        return quantiles(self.each, n=20)[-1]


Round = Mapping[str, Run]


def compare(asked: argparse.Namespace, environment: copies.Environment, about: list[str]) -> int:
    """Fill, serve, ask, print and write down; ends as the table says."""
    programs.prepare(environment, owner=environment["DATABASE_URL"])
    with copies.process("bench.inside.site", environment) as inside:
        ad = inside.ask("fill", str(FEW))
        few = inside.ask("queries", ad)
        inside.ask("fill", str(asked.ads))
        many = inside.ask("queries", ad)
    pages = {"constant": CONSTANT, "front page": "/", "list": "/stillinger/", "ad": ad}
    with serving.site(environment) as (port, _running):
        weights = {name: first_view(port, path) for name, path in pages.items() if name != "constant"}
        rounds = [measured(port, pages, number, asked) for number in range(asked.rounds + 1)][1:]  # the first warms up
    table = rows(rounds, weights, few, many)
    said = (
        f"{asked.ads} ads on the site, {asked.clients} clients at once, {asked.requests} requests of each page in each of "
        f"{asked.rounds} rounds; the image's own web server, on the same cores as the clients"
    )
    report.write(asked.results / "pages.md", "What the public pages cost", table, [*about, said])
    return report.status(table)


def measured(port: int, pages: Mapping[str, str], number: int, asked: argparse.Namespace) -> dict[str, Run]:
    """Every page once, in another order each round."""
    names = list(pages)
    start = number % len(names)
    return {
        name: load(port, pages[name], clients=asked.clients, requests=asked.requests)
        for name in names[start:] + names[:start]
    }


def load(port: int, path: str, *, clients: int, requests: int) -> Run:
    with ThreadPoolExecutor(clients) as hands:
        began = time.perf_counter()
        each = list(hands.map(lambda _: timed(port, path), range(requests)))
        return Run(time.perf_counter() - began, each)


def timed(port: int, path: str) -> float:
    began = time.perf_counter()
    fetched(port, path)
    return time.perf_counter() - began


def fetched(port: int, path: str, headers: Mapping[str, str] = AS_A_BROWSER) -> bytes:
    connection = HTTPConnection(HERE, port, timeout=60)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise NotServed(f"{path}: {answer.status}")
    return body


class Loads(HTMLParser):
    """What a browser fetches for a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.paths: dict[str, None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        address = own.get("href") if own.get("rel") in ("stylesheet", "icon") else own.get("src")
        if tag in ("link", "script", "img") and address:
            self.paths[address] = None


def first_view(port: int, path: str) -> float:
    """Kilobytes a first visit transfers: the page and all it loads, as the server sends them to a browser."""
    loads = Loads(fetched(port, path, {"Host": "localhost"}).decode()).paths
    return sum(len(fetched(port, each)) for each in (path, *loads)) / 1000


def rows(
    rounds: Sequence[Round], weights: Mapping[str, float], few: Mapping[str, int], many: Mapping[str, int]
) -> list[Row]:
    table = [Row("a constant, answers per second", median(pace(each["constant"]) for each in rounds), "/s")]
    for name, weight in weights.items():
        ratio = median(each[name].seconds / each["constant"].seconds for each in rounds)
        table += [
            Row(f"{name} under load, against a constant", ratio, " ×"),
            Row(f"{name}, answers per second", median(pace(each[name]) for each in rounds), "/s"),
            Row(f"{name}, 95 of 100 answered within", median(each[name].p95 for each in rounds) * 1000, " ms"),
            Row(f"{name}, first view", weight, " kB", 100),
            Row(f"{name}, queries", many[name], ""),
            Row(f"{name}, queries against the same with {FEW} ads", many[name] / few[name], " ×", 1),
        ]
    return table


def pace(run: Run) -> float:
    return len(run.each) / run.seconds
