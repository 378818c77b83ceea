"""Several forms on one page, told of together: one summary of all that is wrong, each linked to its field."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField


class Together:
    """What the summary of errors asks a form for, of all of them; rows of a set are forms of their own."""

    def __init__(self, parts: Iterable[Any]) -> None:
        self.forms = [form for part in parts for form in _forms(part)]
        self.sets = [part for part in parts if isinstance(part, forms.BaseFormSet)]

    @property
    def errors(self) -> list[Any]:
        return [*self.non_field_errors, *(error for field in self for error in field.errors)]

    @property
    def non_field_errors(self) -> list[Any]:
        return [
            *(error for form in self.forms for error in form.non_field_errors()),
            *(error for each in self.sets for error in each.non_form_errors()),
        ]

    def __iter__(self) -> Iterator[BoundField]:
        return (field for form in self.forms for field in form)


def _forms(part: Any) -> list[Any]:
    return list(part.forms) if isinstance(part, forms.BaseFormSet) else [part]
