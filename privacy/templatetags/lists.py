"""Lists of the workspace: on a phone each row is a card, and a cell says itself what it is."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def headed(cells: Iterable[SafeString], heads: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The row's cells as Django made them, each with its column's name; the tick box has none."""
    for cell, head in zip(cells, heads, strict=True):
        mark = format_html(' data-head="{}"', capfirst(head["text"])) if "action-checkbox" not in cell[:40] else ""
        yield mark_safe(cell[:3] + mark + cell[3:])  # noqa: S308  "<td" or "<th": Django's, and the name is escaped
