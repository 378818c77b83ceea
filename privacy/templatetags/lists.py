"""Lists and fields of the workspace: a cell says itself what it is, and leads only where its reader may go."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.contrib import admin
from django.contrib.admin.helpers import AdminReadonlyField
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from privacy.admin import show

register = template.Library()


@register.filter
def headed(cells: Iterable[SafeString], heads: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The row's cells as Django made them, each with its column's name; the tick box has none."""
    for cell, head in zip(cells, heads, strict=True):
        mark = format_html(' data-head="{}"', capfirst(head["text"])) if "action-checkbox" not in cell[:40] else ""
        yield mark_safe(cell[:3] + mark + cell[3:])  # noqa: S308  "<td" or "<th": Django's, and the name is escaped


@register.filter
def shown_to(field: AdminReadonlyField, request: HttpRequest) -> Any:
    """A field that is only read. The row it names is a link for who may open that row, and its name for everybody else."""
    named = getattr(field.form.instance, str(field.field["field"]), None)
    home = admin.site._registry.get(type(named)) if isinstance(named, Model) else None
    if home and not home.has_view_permission(request):
        return str(named)
    if isinstance(named, datetime.date):  # as on every list: one way to write a day
        return show.moment(named) if isinstance(named, datetime.datetime) else show.day(named)
    return field.contents()
