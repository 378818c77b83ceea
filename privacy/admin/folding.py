"""What stands beneath a row: tables, and folded ones, of which the page has the title, how much there is, and the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET

from privacy.admin.answering import AnsweringAdmin
from privacy.admin.show import Panel
from privacy.admin.steps import Text
from privacy.queries import together

Panels = Callable[[HttpRequest, Any], list[Panel]]


@dataclass(frozen=True)
class Folded:
    """A table that is read when it is opened, at an address of its own.

    `rows` is what there is of it, as far as the reader may see it: counted on the page, so that nobody opens what is empty.
    """

    name: str
    title: Text
    read: Callable[[HttpRequest, Any], Panel]
    rows: Callable[[HttpRequest, Any], list[QuerySet[Any, Any]]] | None = None
    empty: Text = ""  # said where there is nothing; without it the title is left out then
    permission: str = ""

    def may(self, request: HttpRequest) -> bool:
        return not self.permission or request.user.has_perm(self.permission)

    def closed(self, url: str, count: int | None) -> list[Panel]:
        if count == 0:
            return [Panel(self.title, (), [], self.empty, name=self.name)] if self.empty else []
        return [Panel(self.title, (), [], name=self.name, url=url, count=count)]

    def opened(self, request: HttpRequest, row: Any) -> Panel:
        return replace(self.read(request, row), name=self.name)


class FoldingAdmin(AnsweringAdmin):
    """Who may open the page may open what is folded on it, and nobody else; each is looking at the row."""

    def sources(self) -> Sequence[Panels | Folded]:
        """What stands beneath a row, in this order; an app above adds its own through the site."""
        return self.admin_site.panels_of(self.model)

    def folded(self) -> list[Folded]:
        return [each for each in self.sources() if isinstance(each, Folded)]

    def panels(self, request: HttpRequest, row: Any) -> list[Panel]:
        """The tables beneath the row."""
        shown = [each for each in self.sources() if not isinstance(each, Folded) or each.may(request)]
        counted = _counted(request, row, [each for each in shown if isinstance(each, Folded)])
        found: list[Panel] = []
        for each in shown:
            if isinstance(each, Folded):
                found += each.closed(self.panel_url(row, each), counted.get(each.name))
            else:
                found += each(request, row)
        return found

    def get_urls(self) -> list[Any]:
        if not self.folded():
            return super().get_urls()
        view = self.admin_site.admin_view(self.panel_view)
        return [path("<path:object_id>/panel/<slug:name>/", view, name=self._panel_name()), *super().get_urls()]

    @method_decorator(require_GET)
    def panel_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        wanted = next((each for each in self.folded() if each.name == name and each.may(request)), None)
        row = self.get_object(request, object_id) if wanted else None
        if wanted is None or row is None:
            raise Http404
        context = self.admin_site.each_context(request) | {
            "title": wanted.title, "opts": self.opts, "row": row, "back": self.url_of(row),
            "panels": [wanted.opened(request, row)],
        }  # fmt: skip
        return TemplateResponse(request, "admin/panel.html", context)

    def panel_url(self, row: Any, folded: Folded) -> str:
        return reverse(f"admin:{self._panel_name()}", args=[row.pk, folded.name])

    def _panel_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_panel"


def _counted(request: HttpRequest, row: Any, folded: list[Folded]) -> dict[str, int]:
    """How much there is in each, asked for in one statement."""
    asked = [(each.name, rows) for each in folded if each.rows for rows in each.rows(request, row)]
    found: dict[str, int] = {}
    for (name, _rows), count in zip(asked, together.counts([rows for _name, rows in asked]), strict=True):
        found[name] = found.get(name, 0) + count
    return found
