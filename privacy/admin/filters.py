"""Filters of lists that ask the small table of staff, not the large one that is listed."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import EmptyFieldListFilter, SimpleListFilter
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


def staff() -> QuerySet[Any]:
    """Whom work can be given to."""
    return get_user_model().objects.filter(is_staff=True, is_active=True).order_by("name", "pk")


def is_number(value: str | None) -> bool:
    """Whether what an address says can be the key of a row; "²" is a digit to `isdigit`, and no number."""
    return value is not None and value.isascii() and value.isdigit()


class AdviserFilter(SimpleListFilter):
    """By the colleague responsible; a list whose adviser stands elsewhere says where in `path`."""

    title = _("adviser")
    parameter_name = "adviser"
    path = "adviser"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        others = [(str(user.pk), str(user)) for user in staff() if user.pk != request.user.pk]
        return [("mine", _("mine")), *others]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "mine":
            return rows.filter(**{self.path: request.user})
        return rows.filter(**{self.path: value}) if is_number(value) else rows


def in_words(title: Any, *, empty: Any, filled: Any) -> type[EmptyFieldListFilter]:
    """By whether a field says anything, in words of its own: "in contact" and "ended", not "empty" and "not empty"."""

    class StandingFilter(EmptyFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

        def choices(self, changelist: Any) -> Iterator[Any]:
            words = (_("All"), empty, filled)
            for choice, text in zip(super().choices(changelist), words, strict=True):
                yield choice | {"display": capfirst(text)}

    return StandingFilter
