"""What every page of the program must be, read from its answer without a browser; and an example of each page there is."""

from collections.abc import Iterator
from functools import cache

from django.urls import Resolver404, resolve

from tests.crawl import SITE, Links, wrong
from tests.doors import READERS, Door, World
from tests.factories import ClientCompanyFactory
from tests.inline import Inline
from tests.page_types import Kept
from tests.source import ROOT
from tests.spoken import spoken

FAR = 5_000  # company numbers the demo does not use
TABLE = ROOT / "tests" / "doors.txt"


def faults(page: str, language: str) -> Iterator[str]:
    """Language, one heading, nothing from elsewhere, nothing inline, no way to nowhere."""
    read, links = spoken(page), Links(page)
    if read.language != language:
        yield f"says it is in {read.language or 'no language'}"
    if read.heads != 1:
        yield f"has {read.heads} first headings"
    yield from wrong(links)
    yield from (f"has inline {each}" for each in Inline(page).found)
    yield from (f"leads to {each}, which no page has" for each in links.leads_to if not is_known(each))


@cache
def is_known(address: str) -> bool:
    path = address.removeprefix(SITE).split("#")[0].split("?")[0]
    if not path.startswith("/") or path.startswith(("//", "/static/")):
        return True
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def table() -> dict[str, dict[str, str]]:
    """The table of doors without what only answers to something sent: who is answered what, by the name of the page."""
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith(("#", "POST"))]
    return {
        name.split()[0]: dict(zip(READERS, said, strict=True))
        for said, name in (line.split(maxsplit=1) for line in lines)
    }


def shown_to() -> dict[str, str]:
    """Each page the table shows to somebody, and the first reader it is shown to."""
    readers = {name: [each for each, said in row.items() if said == "."] for name, row in table().items()}
    return {name: found[0] for name, found in readers.items() if found}


class Examples:
    """A page of each name that no crawl came to: of a world with one row of each kind, beside that of the demo."""

    def __init__(self, reached: set[str]) -> None:
        ClientCompanyFactory.reset_sequence(FAR, force=True)
        self.world, self.readers, self.reached = World(), shown_to(), reached
        self.kept: dict[str, Kept] = {}
        self.files: set[str] = set()
        for door in self.world.doors():
            name = door.name.split()[0]
            if name in self.readers and name not in reached | {*self.kept}:
                self._fetch(name, door)

    def _fetch(self, name: str, door: Door) -> None:
        response = self.world.clients[self.readers[name]].get(door.address)
        if response.status_code != 200:
            return
        if response.streaming or not response["Content-Type"].startswith("text/html"):
            response.getvalue()
            self.files.add(name)
        else:
            self.kept[name] = Kept.of(door.address, response)
