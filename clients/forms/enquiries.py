"""What a company says when it asks for help, and whom its contact person invites."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import OrderKind
from clients.forms import capitalised
from privacy.forms import AddressField, NameField, PhoneField, Trap
from privacy.validators import organisation_number

MOST_PEOPLE = 500


class OrgNumberField(forms.CharField):
    """An organisation number, however it is spaced; checked when it is given."""

    default_validators = [organisation_number]

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"label": _("Organisation number"), "max_length": 20, "widget": widget} | given)

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).upper().removeprefix("NO").removesuffix("MVA").split())


class EnquiryForm(forms.Form):
    """A company asks for help."""

    company_name = NameField(
        label=_("Company"), is_person=False, max_length=200, widget=forms.TextInput({"autocomplete": "organization"})
    )
    org_number = OrgNumberField(
        required=False, help_text=_("Nine digits; leave it empty if you do not have it at hand.")
    )
    kind = forms.ChoiceField(label=_("What do you need help with?"), choices=capitalised(OrderKind))
    needs = forms.CharField(
        label=_("Whom do you need?"), max_length=5_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("The position, where it is, and what matters most. Write nothing about named persons."),
    )  # fmt: skip
    headcount = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    wanted_from = NameField(
        label=_("From when?"),
        is_person=False,
        required=False,
        max_length=100,
        help_text=_("A date, or for instance “as soon as possible”."),
    )
    name = NameField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = AddressField(
        label=_("E-mail address"), max_length=254, help_text=_("We answer to this address."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    phone = PhoneField(required=False)
    homepage = Trap()


class InviteForm(forms.Form):
    """A colleague who may follow an order."""

    name = NameField(label=_("The colleague's name"), max_length=150)
    email = AddressField(
        label=_("The colleague's e-mail address"), max_length=254,
        help_text=_("We write there that the address is from you, what we hold, and where to log in."),
    )  # fmt: skip
