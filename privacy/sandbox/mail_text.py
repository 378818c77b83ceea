"""Text out of what strangers send: without markup, and without letters that do harm."""

import re
from html import unescape
from html.parser import HTMLParser

UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\uffff]"
)
SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "math"}
BREAKS = {"br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}


def tidy(text: str) -> str:
    """Lines with one kind of ending, no control, half or turning characters, at most one empty line between."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = UNSEEN.sub("", lines).replace("\xa0", " ")
    trimmed = "\n".join(line.rstrip() for line in shown.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", trimmed).strip()


class _Reader(HTMLParser):
    """Keeps what a reader sees; addresses, pictures and programs are left behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in BREAKS:
            self.said.append("\n")
        elif tag == "blockquote":
            self.said.append("\n> ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"[ \t\r\n]+", " ", data))


def without_markup(html: str) -> str:
    reader = _Reader()
    reader.feed(html[:2_000_000])
    # Here begins markup that is never closed, of which `close` would read the rest again for each "<".
    if not reader.silent:
        reader.handle_data(unescape(re.sub("<[^<>]*>?", "", reader.rawdata)))
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.said))
