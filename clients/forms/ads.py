"""An ad's list of what is required and why."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions.ad_requirements import Required
from clients.validators import about_business

MOST = 12
PARTS = ("what", "why", "is_demanded")
NUMBERS = range(1, MOST + 1)


class RequirementsForm(forms.Form):
    """Twelve lines; the empty ones are left out, and each of the others has its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            self.fields |= dict(_line(number))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in NUMBERS:
            what, why = data.get(f"what_{number}", ""), data.get(f"why_{number}", "")
            if what and not why and f"why_{number}" not in self.errors:
                self.add_error(f"why_{number}", _("Say why the work needs this: applicants read it."))
            if why and not what and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", _("Say what is required."))
        return data


def _line(number: int) -> Iterator[tuple[str, forms.Field]]:
    say = {"number": number}
    yield (
        f"what_{number}",
        forms.CharField(
            label=_("%(number)d: what is required") % say, max_length=150, required=False, validators=[about_business]
        ),
    )
    yield (
        f"why_{number}",
        forms.CharField(
            label=_("%(number)d: why the work needs it") % say,
            max_length=250,
            required=False,
            validators=[about_business],
        ),
    )
    yield (
        f"is_demanded_{number}",
        forms.BooleanField(
            label=_("%(number)d: a must, and not only an advantage") % say, required=False, initial=True
        ),
    )


def required(data: dict[str, Any]) -> list[Required]:
    lines = (Required(*(data[f"{part}_{number}"] for part in PARTS)) for number in NUMBERS)
    return [line for line in lines if line.what]


def begun(lines: list[Required]) -> dict[str, Any]:
    """What the form begins with."""
    return {f"{part}_{number}": getattr(line, part) for number, line in enumerate(lines, start=1) for part in PARTS}
