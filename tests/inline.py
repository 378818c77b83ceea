"""Styles and scripts that stand in a page itself: the policy refuses them."""

from html.parser import HTMLParser

DATA = {"application/json", "application/ld+json"}


class Inline(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        is_code = tag == "script" and "src" not in own and own.get("type") not in DATA
        self.found += [name for name in own if name == "style" or name.startswith("on")]
        self.found += [tag] if tag == "style" or is_code else []
