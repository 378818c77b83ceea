"""Pages are closed by default; the open ones are listed here for all to review, by name or else by address."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, get_resolver, reverse

from tests.source import ROOT

OPEN = ROOT / "tests" / "open_pages.txt"


def patterns(branch=None, before: str = "", space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Full name, or address where a page of ours stands in front of a library's, and pattern of every page."""
    for found in (branch or get_resolver()).url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield f"{space}{found.name}" if found.name else f"/{address}", found
        else:
            yield from patterns(found, address, f"{space}{found.namespace}:" if found.namespace else space)


def test_pages_open_to_everyone_are_those_listed():
    opened = {name for name, page in patterns() if not getattr(page.callback, "login_required", True)}

    assert sorted(opened) == OPEN.read_text().split()


def test_what_stands_behind_a_link_or_a_login_is_kept_by_nobody_and_found_by_no_search_engine(db, client):
    by_link = {page.name for _, page in patterns() if {"token", "key"} & set(page.pattern.converters)}
    named = {name: reverse(name, kwargs=filled(name)) for name in sorted(by_link) if not name.startswith("account_")}
    answers = {name: client.get(path) for name, path in named.items()} | {"min_side": client.get("/min-side/")}

    assert len(answers) > 12
    assert {name for name, each in answers.items() if "noindex" not in each.get("X-Robots-Tag", "")} == set()
    assert {
        name for name, each in answers.items() if each.status_code < 300 and "no-store" not in each["Cache-Control"]
    } == set()
    assert [client.get(path).get("X-Robots-Tag") for path in ("/", "/stillinger/", "/personvern/")] == [None] * 3


def filled(name: str) -> dict[str, str]:
    """A value of the right form for each part of the address."""
    [page] = [page for found, page in patterns() if found == name]
    values = {"token": "x:y", "key": "x", "pk": str(UUID(int=0)), "name": "x", "number": 1}
    return {part: values[part] for part in page.pattern.converters}
