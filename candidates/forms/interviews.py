"""What a candidate says to the times proposed for an interview."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

NONE_SUITS = "none"


class ChooseTimeForm(forms.Form):
    """One of the times, or none of them. Nothing is chosen beforehand."""

    time = forms.ChoiceField(
        label=_("Which time suits you?"), widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the times, or say that none suits you."),
            "invalid_choice": _("This time is not among them any more. Choose one of those shown."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, times: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(str(time.pk), capfirst(in_words(time.starts_at))) for time in times]
        self.fields["time"].choices = [*shown, (NONE_SUITS, _("None of these suits me"))]  # type: ignore[attr-defined]

    @property
    def says_none(self) -> bool:
        return bool(self.cleaned_data["time"] == NONE_SUITS)


def in_words(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "l j. F Y H:i")
