"""What a page says in each language: its text and what is read aloud of it, by the nearest `lang`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "template", "code", "textarea"}
ALOUD = ("alt", "aria-label", "placeholder", "title")
WORD = re.compile(r"[^\W\d_]+")
# Small words no sentence of the one language does without, and the other does not have.
SMALL = {
    "nb": {"og", "ikke", "som", "av", "på", "når", "hvis", "eller", "fra", "skal", "blir", "kan", "også", "etter", "være", "dette", "deg"},
    "en": {"the", "and", "of", "with", "your", "you", "this", "are", "which", "from", "that", "have"},
}  # fmt: skip


class Spoken(HTMLParser):
    """`said` has the pieces of text by language; whatever stands in `translate="no"` is a name or typed by a person."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = defaultdict(list)
        self.heads = 0
        self._inside: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        language = own.get("lang", self._language())
        if own.get("translate") == "no" or tag in SILENT:
            language = ""
        self.heads += tag == "h1"
        self.said[language] += [own[name] for name in ALOUD if own.get(name)]
        if tag not in VOID:
            self._inside.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _language in self._inside):
            while self._inside.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.said[self._language()].append(text)

    def _language(self) -> str:
        return self._inside[-1][1] if self._inside else ""

    @property
    def language(self) -> str:
        """Of the page, as its first element says."""
        return next(iter(self.said), "")


@lru_cache(maxsize=500)  # the pages of one test, each of which is asked two or three things
def spoken(page: str) -> Spoken:
    return Spoken(page)


def out_of_place(page: str, known: Iterable[str] = (), own_words: Callable[[str], str] = str) -> list[str]:
    """Texts with small words of the other language than the one they are said to be in; `known` ones are taken out first,
    and of what is left only the program's own words are asked for."""
    said = spoken(page).said
    return [
        text
        for language, other in (("nb", "en"), ("en", "nb"))
        for text in said.get(language, ())
        if _has(SMALL[other], text) and _has(SMALL[other], without(own_words(text), known))
    ]


def _has(small: set[str], text: str) -> bool:
    return bool(small & {word.lower() for word in WORD.findall(text)})


def without(text: str, known: Iterable[str]) -> str:
    for each in known:
        text = text.replace(each, "")
    return text
