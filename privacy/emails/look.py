"""The HTML of a mail, made from its text: whoever writes a message writes the text alone, and the look is the agency's.

Blank lines part paragraphs, `- ` begins a line of a list, a line that is only a link of ours is a button, a line that is only
a code is shown large, and `-- ` begins the small print. Only our own addresses become links, and they say where they lead;
a stranger's address, which somebody may have typed, stays text. Nothing is loaded from anywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from privacy import registries
from privacy.models import OutgoingMail, ProcessingActivity

CODE = re.compile(r"(?=.*[A-Z0-9]{3})[A-Z0-9]+(-[A-Z0-9]+)*")
SMALL_PRINT = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """A run of text in a line; with an address it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Block:
    kind: str  # "text", "list", "button", "code"
    lines: list[list[Piece]]


def html_of(mail: OutgoingMail) -> str:
    """The whole HTML part, in the language of the mail."""
    text, small_print = [*SMALL_PRINT.split(mail.body_text, maxsplit=1), ""][:2]
    with translation.override(mail.language):
        context = {
            "language": mail.language, "subject_line": mail.subject_line, "blocks": list(blocks(text)),
            "small_print": list(blocks(small_print)), "activity": _name(mail.activity, mail.language),
            "site_url": settings.SITE_URL,
        }  # fmt: skip
        return render_to_string("email/base.html", context)


def blocks(text: str) -> Iterator[Block]:
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        for kind, group in groupby(lines, key=_kind if len(lines) > 1 else _kind_alone):
            yield Block(kind, [list(_pieces(line.removeprefix("- ") if kind == "list" else line)) for line in group])


def _kind(line: str) -> str:
    if line.startswith("- "):
        return "list"
    return "button" if _is_ours(line) and urlsplit(line).path.strip("/") else "text"


def _kind_alone(line: str) -> str:
    return "code" if CODE.fullmatch(line) else _kind(line)


def _pieces(line: str) -> Iterator[Piece]:
    """Addresses of ours as links that say where they lead, everything else as it was written."""
    for part in re.split(r"(https?://\S*[^\s.,;:!?)])", line):
        if _is_ours(part):
            yield Piece(_label(part), part)
        elif part:
            yield Piece(part)


def _is_ours(text: str) -> bool:
    return text == settings.SITE_URL or (text.startswith(f"{settings.SITE_URL}/") and " " not in text)


def _label(address: str) -> str:
    """What stands on the button: the address itself is long, and says nothing."""
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        return parts.netloc
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = ""
    return str(registries.names_of_links.get(name) or _("Open the page"))


def _name(activity: ProcessingActivity, language: str) -> Any:
    return activity.name_en if language == "en" else activity.name_nb
