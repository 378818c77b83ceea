"""A day on a form: typed or picked by the browser's own calendar, on every page alike."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        """Browsers take a day here or nothing; an address may say anything, and a day may have been written in another way."""
        try:
            day = forms.DateField(required=False).clean(value)
        except ValidationError:
            return None
        return day and day.isoformat()


class DayField(forms.DateField):
    widget = Day
