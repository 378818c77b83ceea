"""Every page a role can click its way to, as a program that reads would: each kind of page a few times over."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.page_types import Kept

SITE = "http://localhost"
OF_EACH_KIND = 1
OUTSIDE = ("mailto:", "tel:", "data:")
IN_TWO_LANGUAGES = (
    "/privacy/outgoingmail/",
    "/privacy/notice/",
    "/privacy/termsversion/",
)  # what was written, in the language it was written in
SORTING = {"o"}  # the same list in another order
AGAIN = re.compile(r"_history\?|_changelist\?.")  # of every model the same page, and the same list with fewer rows


class Links(HTMLParser):
    """Where a page leads, what it loads, and what in it can be pointed at."""

    LOADED = {"img": "src", "script": "src", "link": "href", "source": "src", "iframe": "src", "form": "action"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.loads: list[str] = []
        self.places: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.places.append(said["id"])
        if tag == "a" and said.get("href"):
            self.leads_to.append(said["href"])
        elif said.get(self.LOADED.get(tag, ""), ""):
            self.loads.append(said[self.LOADED[tag]])


@dataclass(frozen=True)
class Fault:
    page: str
    what: str


@dataclass
class Crawl:
    """One role's way through the site. `first` holds one address of each kind of page, for a closer look."""

    client: Client
    foreign: Callable[[str], list[str]]  # the words on a page that are in another language
    is_short: bool = False  # without what is the same page over again: for who comes after somebody who has read it
    seen: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)  # the same pages as they were answered
    answered: set[str] = field(default_factory=set)  # the kinds that were answered, files and ways on among them
    faults: list[Fault] = field(default_factory=list)

    def walk(self, *starts: str) -> "Crawl":
        waiting, met = deque((start, "") for start in starts), set(starts)
        while waiting:
            address, origin = waiting.popleft()
            for found in self._read(address, origin):
                if found not in met and self._is_wanted(found):
                    met.add(found)
                    waiting.append((found, address))
        return self

    def _read(self, address: str, origin: str) -> Iterator[str]:
        response = self.client.get(address)
        self.answered |= {kind(address)} if response.status_code < 400 else set()
        if response.status_code in (301, 302):
            yield urljoin(address, response["Location"])
            return
        if response.status_code != 200:
            self.faults.append(Fault(origin or address, f"leads to {address}: {response.status_code}"))
            return
        if not response["Content-Type"].startswith("text/html"):
            response.getvalue()  # to its end, as a reader does: a file is closed then
            return
        if self.first.setdefault(kind(address), address) == address:
            self.kept[kind(address)] = Kept.of(address, response)
        page = response.content.decode()
        links = Links(page)
        self.faults += [Fault(address, what) for what in wrong(links)]
        if not any(each in address for each in IN_TWO_LANGUAGES):
            self.faults += [Fault(address, what) for what in self.foreign(page)]
        for each in links.leads_to:
            if not each.startswith(OUTSIDE) and urlsplit(each).netloc in ("", "localhost"):
                yield urldefrag(urljoin(address, each))[0]

    def _is_wanted(self, address: str) -> bool:
        """Of each kind a few are enough, and one question to a list at a time."""
        asked = parse_qsl(urlsplit(address).query)
        if len(asked) > 1 or any(key in SORTING for key, _value in asked):
            return False
        if self.is_short and AGAIN.search(kind(address)):
            return False
        self.seen[kind(address)] += 1
        return self.seen[kind(address)] <= OF_EACH_KIND


@cache
def kind(address: str) -> str:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path
    name = match.view_name or match.route
    return f"{name}?{','.join(sorted(key for key, _value in parse_qsl(parts.query)))}"


def wrong(links: Links) -> Iterator[str]:
    """What is wrong on the page itself: something from elsewhere, a way to nowhere on it, a place there are two of."""
    for each in links.loads:
        if each.startswith(("http:", "https:", "//")) and not each.startswith(SITE):
            yield f"loads {each}"
    for each in links.leads_to:
        if each.startswith("#") and each[1:] and each[1:] not in links.places:
            yield f"has no place {each}"
        if each == "#" or re.match("javascript:", each):
            yield f"leads nowhere: {each}"
    yield from (f"has two places {name}" for name, times in Counter(links.places).items() if times > 1)
