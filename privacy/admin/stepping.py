"""The part of a page that offers steps: their addresses, buttons and actions on lists."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from privacy.admin import steps
from privacy.admin.lists import ListingAdmin
from privacy.admin.steps import Step


class SteppingAdmin(ListingAdmin):
    """A button, a page and an action on the list for each of its `steps`."""

    steps: tuple[Step, ...] = ()

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("<path:object_id>/step/<slug:name>/", view, name=name), *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        step = next((step for step in self.steps if step.name == name), None)
        row = self.get_object(request, object_id)
        if step is None or row is None or not self.has_view_permission(request, row):
            raise Http404
        return steps.page(self, request, row, step)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        own = {step.name: (_as_action(step), step.name, step.label) for step in self.steps if step.in_bulk}
        return {name: entry for name, entry in own.items() if self._step(name).may(request)}

    def _step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context["steps"] = [
                (step, self.step_url(row, step)) for step in self.steps if step.is_open(row) and step.may(request)
            ]
            onward = (step.name for step, _url in context["steps"] if step.tone == "next" and step.goes_on(row))
            context["main_step"] = next(onward, "")
        return super().render_change_form(request, context, *args, **kwargs)

    def url_of(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def step_url(self, row: Any, step: Step) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_step", args=[row.pk, step.name])


def _as_action(step: Step) -> Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    def action(model_admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return steps.bulk(model_admin, request, rows, step)

    return action
