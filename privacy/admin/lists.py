"""A list of the workspace: counted to a thousand, and gone through page by page without counting or skipping rows."""

from functools import cached_property
from typing import Any

from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.http import HttpRequest

from privacy.admin import keyset
from privacy.admin.keyset import Shown
from privacy.admin.paginator import CappedPaginator


class KeyedList(ChangeList):
    """Django's list, whose address names the row a page begins behind, and not how many rows are left out."""

    def get_results(self, request: HttpRequest) -> None:
        self.asked = str(request.GET.get(PAGE_VAR, ""))
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count = None
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True

    @cached_property
    def shown(self) -> Shown:
        """Asked for when it is shown: a list that only takes an action needs no rows."""
        return keyset.page(self.queryset, self.asked, among=self.root_queryset, size=self.list_per_page)

    @property
    def result_list(self) -> list[Any]:
        return self.shown.rows

    @property
    def earlier(self) -> str:
        return self._way(self.shown.earlier)

    @property
    def later(self) -> str:
        return self._way(self.shown.later)

    def _way(self, to: str) -> str:
        return self.get_query_string({PAGE_VAR: to}) if to else ""


class ListingAdmin(ModelAdmin):
    """A page whose list costs the same however long it is."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyedList]:
        return KeyedList
