"""The question channel's form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.choices import CaseKind


class Trap(forms.CharField):
    """A field no person sees; who fills it in fills in everything. What follows is said honestly."""

    def __init__(self) -> None:
        attributes = {"tabindex": "-1", "autocomplete": "off"}
        super().__init__(required=False, label=_("Leave this empty"), widget=forms.TextInput(attributes))

    def validate(self, value: str) -> None:
        if value:
            raise ValidationError(
                _("A field that must stay empty was filled in. Empty it and send again."), code="trap"
            )


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("We answer to this address."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=[(kind, capfirst(label)) for kind, label in CaseKind.choices]
    )
    message = forms.CharField(
        label=_("Your question"), max_length=10_000, widget=forms.Textarea({"rows": 7}),
        help_text=_("Do not send a national identity number or health information here; we do not need them."),
    )  # fmt: skip
    homepage = Trap()
