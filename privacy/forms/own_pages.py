"""What people change and end on their own pages, whoever they are to us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.validators import phone_number


class PhoneField(forms.CharField):
    """A telephone number, Norwegian unless it says otherwise; cleaned to E.164."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Telephone"), "max_length": 30, "widget": widget} | given)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return phone_number(typed) if typed else ""


class DeleteMeForm(forms.Form):
    """One deliberate tick before something nobody can undo."""

    understood = forms.BooleanField(label=_("Yes, delete my data. I understand that nobody can bring them back."))


class OwnMessageForm(forms.Form):
    """Who writes is known already."""

    message = forms.CharField(
        label=_("Your message"), max_length=10_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("Do not send a national identity number or health information here; we do not need them."),
    )  # fmt: skip
