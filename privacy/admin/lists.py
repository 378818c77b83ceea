"""A list of the workspace: counted to a thousand, gone through page by page without counting or skipping rows, put in
order by what an index has in order, and searched by index. It costs the same however long it is."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from privacy.admin import finding, keyset
from privacy.admin.keyset import Shown, turned
from privacy.admin.paginator import CappedPaginator


class KeyedList(ChangeList):
    """Django's list, whose address names the row a page begins behind, and not how many rows are left out."""

    is_in_other_order = False

    def get_results(self, request: HttpRequest) -> None:
        self.asked = str(request.GET.get(PAGE_VAR, ""))
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True
        if self.paginator.is_capped and self.params.get(ORDER_VAR) and not self._has_index():
            del self.params[ORDER_VAR]
            self.queryset = self.queryset.order_by(*self.get_ordering(request, self.queryset))
            self.is_in_other_order = True

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Rows with the same key follow as the index has them, from whichever end it is read."""
        if not self.params.get(ORDER_VAR):
            return super().get_ordering(request, queryset)
        # Not the list's own order: it would stand behind the one asked for.
        order = super().get_ordering(request, queryset.order_by())
        if len(order) != 2 or order[-1] != "-pk":
            return order
        usual = list(self.model_admin.get_ordering(request))
        back = [turned(name) for name in usual]
        known = next((known for known in (usual, back) if known and known[0] == order[0]), None)
        return known or [order[0], "-pk" if str(order[0]).startswith("-") else "pk"]

    def _has_index(self) -> bool:
        order = [str(name) for name in self.queryset.query.order_by]
        pages = self.model_admin
        return order[0].lstrip("-") in pages.sorted_by_index or is_indexed(self.model, order)

    @cached_property
    def shown(self) -> Shown:
        """Asked for when it is shown: a list that only takes an action needs no rows."""
        return keyset.page(self.queryset, self.asked, among=self.root_queryset, size=self.list_per_page)

    @property
    def result_list(self) -> list[Any]:
        return self.shown.rows

    @property
    def first(self) -> str:
        """The way back from a page further on, also from one whose rows have all gone."""
        return self.get_query_string(remove=[PAGE_VAR]) if self.asked and (self.earlier or not self.result_list) else ""

    @property
    def earlier(self) -> str:
        return self._way(self.shown.earlier)

    @property
    def later(self) -> str:
        return self._way(self.shown.later)

    def _way(self, to: str) -> str:
        return self.get_query_string({PAGE_VAR: to}) if to else ""


def is_indexed(model: Any, order: Sequence[str]) -> bool:
    """Whether an index of the model, read from one end or the other, has its rows in this order."""
    named = [_without_pk(model, name) for name in order]
    ends = (named, [turned(name) for name in named])
    whole = [list(index.fields) for index in model._meta.indexes if index.condition is None]
    whole.append([model._meta.pk.name])
    return any([_without_pk(model, name) for name in fields] in ends for fields in whole)


def _without_pk(model: Any, name: str) -> str:
    return name.replace(model._meta.pk.name, "pk") if name.lstrip("-") == model._meta.pk.name else name


class ListingAdmin(ModelAdmin):
    """A page whose list costs the same however long it is."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    sorted_by_index: tuple[str, ...] = ()  # what is worked out, and has an index on what it is worked out of

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyedList]:
        return KeyedList

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        return finding.matching(rows, self.get_search_fields(request), term), False
