"""How the workspace shows small things: a state, a day, a link, a table beneath a row."""

import datetime
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Text = str | Promise
NOTHING = "–"


@dataclass(frozen=True)
class Panel:
    """A table on the page of a row. One with an address is folded: it is read there, and here is how much it has."""

    title: Text
    heads: tuple[Text, ...]
    rows: list[tuple[Any, ...]]
    empty: Text = NOTHING
    note: Text = ""
    name: str = ""
    url: str = ""
    count: int | None = None

    @property
    def lines(self) -> list[list[tuple[Text, Any]]]:
        """The cells with what stands above each: on a phone a row is a card, and has it beside the cell."""
        return [list(zip_longest(self.heads, row, fillvalue="")) for row in self.rows]


def tag(text: Any, color: str = "neutral") -> str:
    return format_html('<span class="ds-tag ws-tag" data-color="{}">{}</span>', color, capfirst(text))


def link(url: str, text: Any) -> str:
    return format_html('<a href="{}">{}</a>', url, text)


def page_of(request: HttpRequest, row: Model, text: Any) -> Any:
    """The way to a row's page, for whoever may open it; else only what it is called."""
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    if not request.user.has_perm(f"{row._meta.app_label}.view_{row._meta.model_name}"):
        return text
    return link(reverse(f"admin:{name}_change", args=[row.pk]), text)


def new(request: HttpRequest, model: type[Model], **chosen: Any) -> str:
    """Where one more of these is added, with what is known filled in; nothing for whoever may not."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    if not request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
        return ""
    text = _("New: %(name)s") % {"name": model._meta.verbose_name}
    return link(f"{reverse(f'admin:{name}_add')}?{urlencode(chosen)}", text)


def plain_day(value: datetime.date | datetime.datetime) -> str:
    return date_format(
        timezone.localtime(value) if isinstance(value, datetime.datetime) else value, "SHORT_DATE_FORMAT"
    )


def day(value: datetime.date | datetime.datetime | None) -> str:
    return format_html('<span class="ws-date">{}</span>', plain_day(value)) if value else NOTHING


def plain_moment(value: datetime.datetime) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def moment(value: datetime.datetime | None) -> str:
    return format_html('<span class="ws-date">{}</span>', plain_moment(value)) if value else NOTHING


def text(words: str) -> str:
    """Several lines, as they were written."""
    return format_html('<span class="ws-text">{}</span>', words)


def with_tag(text: Any, label: Any, color: str) -> str:
    return format_html("{} {}", text, tag(label, color))


def with_tags(text: Any, tags: list[str]) -> str:
    return format_html("{}{}", text, format_html_join("", " {}", ((tag,) for tag in tags)))
