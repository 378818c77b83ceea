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


USED = """() => {
  const all = [...document.querySelectorAll("*")];
  const first = each => each.type !== "radio" ||
    each === (document.querySelector(`input[type=radio][name="${each.name}"]:checked`) ||
      document.querySelector(`input[type=radio][name="${each.name}"]`));
  return all.filter(each => each.matches("a[href], button, input:not([type=hidden]), select, textarea, summary")
    && !each.disabled && !each.closest("[aria-hidden=true]") && each.checkVisibility({ visibilityProperty: true }) && first(each))
    .map(each => [all.indexOf(each), each.outerHTML.slice(0, 120)]);
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
    """The order of reading, a ring around each stop, on the screen; no trap, nothing left out; the first leads past the menu."""
    found = stops(page)
    if not 3 < len(found) < MOST:
        yield f"{len(found)} stops"
        return
    for before, stop in pairwise(found):
        if stop.place < before.place:
            yield f"goes back to {stop.html}"
    yield from (f"no ring: {stop.html}" for stop in found if not stop.ring)
    yield from (f"off the screen: {stop.html}" for stop in found if not stop.inside)
    reached = {stop.place for stop in found}
    yield from (f"never reached: {html}" for place, html in page.evaluate(USED) if place not in reached)
    page.evaluate("document.querySelector('a[href^=\"#content\"]').focus()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if not Stop(**page.evaluate(STOP)).main:
        yield "the first link does not lead past the menu"
