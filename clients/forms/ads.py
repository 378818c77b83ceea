"""An ad's list of what is required and why."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions.ad_requirements import Required
from clients.validators import about_business

MOST = 12
PARTS = ("what", "why", "is_demanded")
ANOTHER = "another"


class RequirementsForm(forms.Form):
    """The lines there are and an empty one; empty ones are left out, and each of the others has its reason.

    Sent with the button for one line more, it comes back unbound with what was typed: nothing is judged yet.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        begin = kwargs.pop("initial", None) or {}
        lines = len(shown(data)) if data is not None else len(shown(begin)) + 1
        if data is not None and ANOTHER in data:
            data, files, begin, lines = None, None, typed(data), lines + 1
        super().__init__(data, files, initial=begin, **kwargs)
        for number in range(1, min(max(lines, 1), MOST) + 1):
            self.fields |= dict(_line(number))
        self.another = _("One line more") if lines < MOST else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in shown(self.fields):
            what, why = data.get(f"what_{number}", ""), data.get(f"why_{number}", "")
            if what and not why and f"why_{number}" not in self.errors:
                self.add_error(f"why_{number}", _("Say why the work needs this: applicants read it."))
            if why and not what and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", _("Say what is required."))
        return data


def shown(names: Mapping[str, Any]) -> range:
    """The numbers of the lines there are among such names."""
    numbers = [number for number in range(1, MOST + 1) if f"what_{number}" in names]
    return range(1, max(numbers, default=0) + 1)


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """As a form begins with it; a box that is not sent is not ticked."""
    said = {f"{part}_{number}": data.get(f"{part}_{number}", "") for number in shown(data) for part in PARTS[:2]}
    return said | {f"is_demanded_{number}": f"is_demanded_{number}" in data for number in shown(data)}


def _line(number: int) -> Iterator[tuple[str, forms.Field]]:
    say = {"number": number}
    yield (
        f"what_{number}",
        forms.CharField(
            label=_("Requirement %(number)d") % say, max_length=150, required=False, validators=[about_business]
        ),
    )
    yield (
        f"why_{number}",
        forms.CharField(
            label=_("Why the work needs requirement %(number)d") % say,
            max_length=250,
            required=False,
            validators=[about_business],
        ),
    )
    yield (
        f"is_demanded_{number}",
        forms.BooleanField(
            label=_("Requirement %(number)d is a must, and not only an advantage") % say, required=False, initial=True
        ),
    )


def required(data: dict[str, Any]) -> list[Required]:
    lines = (Required(*(data[f"{part}_{number}"] for part in PARTS)) for number in shown(data))
    return [line for line in lines if line.what]


def begun(lines: list[Required]) -> dict[str, Any]:
    """What the form begins with."""
    return {f"{part}_{number}": getattr(line, part) for number, line in enumerate(lines, start=1) for part in PARTS}
