"""What people change and end on their own pages, whoever they are to us."""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """A telephone number, Norwegian unless it says otherwise; cleaned to E.164."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Telephone"), "max_length": 30, "widget": widget} | given)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "NO")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("This is not a telephone number we can call. Check the digits."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class DeleteMeForm(forms.Form):
    """One deliberate tick before something nobody can undo."""

    understood = forms.BooleanField(label=_("Yes, delete my data. I understand that nobody can bring them back."))
