"""What several forms share; a contact person's own card."""

from django import forms
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.forms import NameField
from privacy.forms.own_pages import PhoneField

ANY = ("", _("All"))


def capitalised(choices: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in choices.choices]


class ContactForm(forms.Form):
    """What a contact person corrects of the own card."""

    name = NameField(label=_("Name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    phone = PhoneField(required=False, help_text=_("A Norwegian number needs no country code."))
    position = NameField(
        label=_("Position"),
        is_person=False,
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
