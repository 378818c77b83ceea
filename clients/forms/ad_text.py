"""The text of an ad: written with buttons as it will look, or plain; without a script with tags, or plain too."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

BLOCKS = re.compile(r"<(p|h2|h3|ul|ol|li|br)\b", re.IGNORECASE)
POINT = re.compile(r"^\s*[-*•–]\s+")


class AdTextarea(forms.Textarea):
    """With a script the buttons and the text as it will look stand in its place; what is sent is the same."""

    template_name = "clients/parts/ad_text_widget.html"

    class Media:
        js = (Script("js/ad_text.js", defer=True),)


class AdTextField(forms.CharField):
    """Cleans to HTML. Which tags may stay is for the action to say."""

    widget = AdTextarea

    def __init__(self, **kwargs: Any) -> None:
        given = {
            "label": _("Text"),
            "help_text": _(
                "Headings, paragraphs, lists, bold, italics and links stay; anything else is removed. Plain text is taken too: "
                "an empty line begins a paragraph, and lines that begin with a hyphen become a list. Tags that count: "
                "&lt;h2&gt; &lt;h3&gt; &lt;p&gt; &lt;br&gt; &lt;ul&gt; &lt;ol&gt; &lt;li&gt; &lt;strong&gt; &lt;em&gt; &lt;a href&gt;."
            ),
        }  # fmt: skip
        super().__init__(**(given | kwargs))

    def to_python(self, value: Any) -> str:
        """Tags around no words are nothing written; the fixed spaces browsers put in would hide words from a search."""
        typed = str(super().to_python(value) or "").replace("&nbsp;", " ").replace("\u00a0", " ")
        if not strip_tags(typed).strip():
            return ""
        return typed if BLOCKS.search(typed) else as_html(typed)


def as_html(plain: str) -> str:
    """Paragraphs and lists as somebody writes them in an e-mail."""
    parts = re.split(r"\n\s*\n", plain.replace("\r\n", "\n").strip())
    return "\n".join(block for part in parts for block in _blocks(part.split("\n")))


def _blocks(lines: list[str]) -> Iterator[str]:
    """Lines that go on from one another, and points that follow each other."""
    while lines:
        is_list = POINT.match(lines[0]) is not None
        many = next((n for n, line in enumerate(lines) if (POINT.match(line) is not None) != is_list), len(lines))
        taken, lines = lines[:many], lines[many:]
        if is_list:
            points = (POINT.sub("", line).strip() for line in taken)
            yield f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
        else:
            yield f"<p>{'<br>'.join(line.strip() for line in taken)}</p>"
