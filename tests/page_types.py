"""Kinds of pages, kept as they were answered, and read in a browser without a server.

Two pages of the workspace that are built of the same elements are one for axe: of all pages it reads as few as show
every sort of element there is.
"""

import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, Route

from tests import axe

SITE = "http://localhost"
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
OF_ONE_MODEL = re.compile(r"(field|model|app|column|action|nav|current)-[\w-]*|\d+|[a-z]+_[a-z_]+")
MOVES = """() => [...document.querySelectorAll("*")].filter(each => {
  const style = getComputedStyle(each);
  return [style.transitionDuration, style.animationDuration].some(time => time.split(",").some(part => parseFloat(part) > 0.01))
    && (style.animationName !== "none" || style.transitionProperty !== "none");
}).map(each => `${each.tagName}.${each.className} moves`)"""
NARROW = "document.documentElement.scrollWidth"


@dataclass(frozen=True)
class Kept:
    """An answered page."""

    address: str
    headers: dict[str, str]
    body: bytes
    status: int = 200

    @classmethod
    def of(cls, address: str, response: HttpResponse) -> "Kept":
        return cls(address, dict(response.items()), response.content, response.status_code)

    @property
    def is_page(self) -> bool:
        return self.headers["Content-Type"].startswith("text/html")


class Shapes(HTMLParser):
    """The sorts of elements on a page: tag, classes, type and role, and what it stands in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        looks = " ".join(sorted(OF_ONE_MODEL.sub("", said.get("class", "")).split()))
        self.found.add(
            (self._inside[-1] if self._inside else "", tag, looks, said.get("type", ""), said.get("role", ""))
        )
        if tag not in VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass


def covering(pages: dict[str, Kept]) -> dict[str, Kept]:
    """As few pages as show every sort of element that any of them has."""
    shapes = {name: Shapes(page.body.decode()).found for name, page in pages.items()}
    left, chosen = set().union(*shapes.values()), {}
    while left:
        name = max(shapes, key=lambda each: len(shapes[each] & left))
        chosen[name] = pages[name]
        left -= shapes[name]
    return chosen


class Reader:
    """A browser that is handed kept pages: as the server answered them, policy and all."""

    def __init__(self, browser: Browser, width: int, **asked: Any) -> None:
        self.width = width
        self.context = browser.new_context(
            base_url=SITE, viewport={"width": width, "height": 850}, reduced_motion="reduce", locale="nb-NO", **asked
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.route("**/*", self._answer)
        self._handed: dict[str, Kept] = {}

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        kept = self._handed.get(path)
        file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if kept:
            route.fulfill(status=200, headers=kept.headers, body=kept.body)
        elif file:
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(file)[0])
        else:
            self.said.append(f"asks for {route.request.url}")
            route.abort()

    def opened(self, page: Kept, *beside: Kept) -> list[str]:
        """What the browser complains of, and whether the page is wider than the screen or moves unasked."""
        self.said.clear()
        self._handed = {each.address: each for each in (page, *beside)}
        self.page.goto(page.address)
        wide = self.page.evaluate(NARROW)
        return [
            *self.said,
            *([f"is {wide} wide on {self.width}"] if wide > self.width else []),
            *self.page.evaluate(MOVES),
        ]

    def violations(self) -> list[tuple[str, str]]:
        """With every fold open: axe does not look into one that is closed, also where the wide page shows it."""
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        return axe.violations(self.page)

    def close(self) -> None:
        self.context.close()


def faults(reader: Reader, pages: dict[str, Kept], read: Iterable[str], *beside: Kept) -> Iterator[tuple[str, object]]:
    """Of each page what opening it shows; of those that are read also what axe finds."""
    for name, page in pages.items():
        yield from ((name, each) for each in reader.opened(page, *beside))
        if name in read:
            yield from ((name, each) for each in reader.violations())
