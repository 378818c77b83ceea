"""What is offered while somebody types whom or what to choose: a search like any other, and told like one."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

MOST_PAGES = 10  # whoever scrolls further types another letter


class Uncounted(Paginator):
    """A page, and whether there is another: the row behind it says so, and none is counted."""

    num_pages = MOST_PAGES  # type: ignore[assignment]

    def page(self, number: Any) -> "OfMany":
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return OfMany(list(self.object_list[first : first + self.per_page + 1]), number, self)


class OfMany(Page):
    def __init__(self, rows: list[Any], number: int, paginator: Uncounted) -> None:
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.is_followed = len(rows) > paginator.per_page and number < MOST_PAGES

    def has_next(self) -> bool:
        return self.is_followed

    def has_other_pages(self) -> bool:
        return self.is_followed or self.number > 1


class Choices(AutocompleteJsonView):
    """The page that lists these rows is told which of them were shown."""

    def get_paginator(self, queryset: QuerySet[Any], per_page: int, *args: Any, **kwargs: Any) -> Uncounted:
        return Uncounted(queryset, per_page, *args, **kwargs)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": self.model_admin.offered(obj)}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        context["object_list"] = list(context["object_list"])
        if self.term.strip():
            self.model_admin.found(self.request, context["object_list"])
        return context
