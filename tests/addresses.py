"""An address of each page there is, with a made-up word or number wherever it takes one."""

import re
from collections.abc import Callable
from uuid import UUID

from tests.privacy.restriction_walk import PLACE, pages

MADE_UP = {"int": "1", "uuid": str(UUID(int=1)), "slug": "x", "path": "1"}


def all_addresses(value: Callable[[str], str] = lambda kind: MADE_UP.get(kind, "1-x")) -> list[tuple[str, str]]:
    """Name of the page, and its address; `value` says what stands where a page takes something of that kind."""
    return [(page.name, address(page.route, value)) for page in pages()]


def address(route: str, value: Callable[[str], str]) -> str:
    return "/" + re.sub(r"[\^$]|\\Z|\\", "", PLACE.sub(lambda found: value(found[1] or "str"), route))
