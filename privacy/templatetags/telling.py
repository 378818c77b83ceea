"""Texts that are data: in the reader's language, and with the structure their plain form shows."""

import re
from collections.abc import Iterator
from itertools import groupby

from django import template
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

register = template.Library()
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@register.filter
def told(row: Model, field: str) -> str:
    """`{{ activity|told:"purpose" }}`: the English text where English is read and there is one, else the Norwegian."""
    norwegian: str = getattr(row, f"{field}_nb")
    english: str = getattr(row, f"{field}_en")
    return english if english and get_language() == "en" else norwegian


# Small words that nearly every sentence of the one language has, and none of the other.
SMALL = {
    "nb": {"og", "ikke", "som", "av", "på", "når", "hvis", "eller", "fra", "skal", "blir", "kan", "også", "etter", "være",
           "dette", "deg", "jeg", "du", "er", "en", "til", "å", "det", "den", "vi"},
    "en": {"the", "and", "of", "with", "your", "you", "this", "are", "which", "from", "that", "have", "we", "not"},
}  # fmt: skip
MARKUP = re.compile(r"<[^<>]*>")  # a text may be nothing but "<": none is read to the end for each


@register.filter
def in_its_language(text: object) -> SafeString:
    """` lang="nb"` for an element with a text somebody wrote, where its language is plain and is not the page's."""
    words = set(re.findall(r"[^\W\d_]+", MARKUP.sub(" ", str(text)).lower()))
    spoken = [language for language, small in SMALL.items() if words & small]
    if len(spoken) != 1 or spoken[0] == get_language():
        return SafeString("")
    return format_html(' lang="{}"', spoken[0])


@register.filter
def role_name(code: str) -> str:
    """A role of the staff as it is called; the accounts know the names."""
    return str(dict(role_names()).get(code, code))


def role_names() -> list[tuple[str, str]]:
    """Every role and what it is called."""
    return list(get_user_model()._meta.get_field("roles").base_field.flatchoices)


def anchor(heading: str) -> str:
    """A heading as a place to link to: what `slugify` drops of Norwegian is spelled out."""
    return slugify(heading.lower().translate(NORWEGIAN))


@register.filter
def running_text(text: str, prefix: object = "") -> SafeString:
    """Plain text as HTML: `## ` makes a heading, `- ` a list, what is left are paragraphs; addresses become links.

    Headings have names to link to; `prefix` keeps those of two texts on one page apart.
    """
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    parts = (part for block in blocks for part in _parts(block.splitlines(), f"{prefix}"))
    return mark_safe("\n".join(parts))  # noqa: S308 # every part was escaped


@register.filter
def headings(text: str) -> list[tuple[str, str]]:
    """The headings of such a text with the names `running_text` gives them, for a list of contents."""
    found = (line.removeprefix("## ").strip() for line in text.splitlines() if line.startswith("## "))
    return [(anchor(heading), heading) for heading in found]


@register.filter
def sections(text: str) -> list[tuple[str, str, SafeString]]:
    """Such a text in parts to fold: the name of each, its heading, and what stands under it; before the first both are empty."""
    parts = re.split(r"^## (.*)$", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    told = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return [(anchor(heading), heading.strip(), running_text(body)) for heading, body in told if body.strip()]


def _parts(lines: list[str], prefix: str) -> Iterator[SafeString]:
    for kind, group in groupby(lines, key=_kind):
        said = [(_linked(line.removeprefix(kind)),) for line in group]
        if kind == "## ":
            yield format_html_join("", '<h2 id="{}">{}</h2>', ((prefix + anchor(text), text) for (text,) in said))
        elif kind == "- ":
            yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", said))
        else:
            yield format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", said))


def _kind(line: str) -> str:
    return next((mark for mark in ("## ", "- ") if line.startswith(mark)), "")


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line.strip(), autoescape=True))  # noqa: S308 # urlize escapes
