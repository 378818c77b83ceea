"""A day and a time on a form of the workspace."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class MomentField(forms.SplitDateTimeField):
    """A day and a time, each in a box that says so, by the browser's own calendar and clock. Takes no other widget."""

    def __init__(self, *, label: Any, **kwargs: Any) -> None:
        boxes = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d", time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": format_lazy("{}: {}", label, _("day"))},
            time_attrs={"type": "time", "aria-label": format_lazy("{}: {}", label, _("time of day"))},
        )  # fmt: skip
        super().__init__(label=label, **kwargs | {"widget": boxes})
