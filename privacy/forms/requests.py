"""What somebody asks about the own data."""

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.choices.requests import EXPLAINED, Right
from privacy.forms import AddressField, Trap


def explained() -> list[tuple[str, str]]:
    """Each right as it is called, with a line that says what comes of it."""
    said = '<strong>{}</strong><br><span class="help">{}</span>'
    return [(right, format_html(said, capfirst(right.label), EXPLAINED[right])) for right in Right]


class OwnRequestForm(forms.Form):
    """By somebody logged in: we know who it is."""

    right = forms.ChoiceField(label=_("What do you want?"), choices=explained, widget=forms.RadioSelect)
    message = forms.CharField(
        label=_("In your own words"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("You need give no reason. Do not send a national identity number or health information."),
    )  # fmt: skip


class RequestForm(OwnRequestForm):
    """By anybody: the address is asked, by a link, before anything is looked up."""

    email = AddressField(
        label=_("E-mail address"), max_length=254,
        help_text=_("The address we may know you by. We send a link there; nobody else learns anything."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    homepage = Trap()

    field_order = ("right", "email", "message", "homepage")
