"""The filter of the vacant positions; a contact person's own card."""

from django import forms
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.choices import EmploymentForm, Extent
from privacy.forms import NameField
from privacy.forms.own_pages import PhoneField

ANY = ("", _("All"))


def capitalised(choices: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in choices.choices]


class PositionFilter(forms.Form):
    """All parts are optional; what is not a choice is ignored, not an error: links grow old."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, strip=True)
    place = forms.ChoiceField(label=_("Place"), required=False)
    extent = forms.ChoiceField(label=_("Extent"), required=False, choices=[ANY, *capitalised(Extent)])
    form = forms.ChoiceField(label=_("Form of employment"), required=False, choices=[ANY, *capitalised(EmploymentForm)])

    def __init__(self, data: object, *, places: list[str]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["place"].choices = [ANY, *((place, place) for place in places)]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


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
