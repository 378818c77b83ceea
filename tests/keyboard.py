"""A page by the Tab key alone, from its first stop until the browser's own bar."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page

MOST = 250
STOP = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    place: at === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(at),
    html: at.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    main: Boolean(at.closest("main")),
  };
}"""


@dataclass(frozen=True)
class Stop:
    place: int
    html: str
    ring: bool
    inside: bool
    main: bool


def stops(page: Page) -> list[Stop]:
    found: list[Stop] = []
    while len(found) < MOST:
        page.keyboard.press("Tab")
        stop = Stop(**page.evaluate(STOP))
        if stop.place == -1 or (found and stop.place == found[0].place):
            break
        found.append(stop)
    return found


def wrong(page: Page) -> Iterator[str]:
    """The order of reading, a ring around each stop, on the screen; no trap; and the first stop leads past the menu."""
    found = stops(page)
    if not 3 < len(found) < MOST:
        yield f"{len(found)} stops"
        return
    for before, stop in pairwise(found):
        if stop.place < before.place:
            yield f"goes back to {stop.html}"
    yield from (f"no ring: {stop.html}" for stop in found if not stop.ring)
    yield from (f"off the screen: {stop.html}" for stop in found if not stop.inside)
    page.evaluate("document.querySelector('a[href^=\"#content\"]').focus()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if not Stop(**page.evaluate(STOP)).main:
        yield "the first link does not lead past the menu"
