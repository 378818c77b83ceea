"""Pages are closed by default; the open ones are listed here for all to review, by name or else by address."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

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
