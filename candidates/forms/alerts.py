"""The form of a job alert: the filter of the vacant positions, how often, and the consent it stands on."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices import AlertFrequency
from clients.choices import EmploymentForm, Extent
from clients.choices.ads import County, Remote
from clients.forms import ANY, capitalised
from clients.queries import occupations


class AlertForm(forms.Form):
    """What to tell of; everything may be left open. `needs_consent` asks for it, with nothing ticked beforehand."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, help_text=_("All of them must be in the advertisement.")
    )
    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False, choices=[ANY, *capitalised(County)])
    place = forms.ChoiceField(label=_("Place"), required=False)
    extent = forms.ChoiceField(label=_("Extent"), required=False, choices=[ANY, *capitalised(Extent)])
    form = forms.ChoiceField(label=_("Form of employment"), required=False, choices=[ANY, *capitalised(EmploymentForm)])
    remote = forms.ChoiceField(label=_("Work from home"), required=False, choices=[ANY, *capitalised(Remote)])
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=[(each, capfirst(each.label)) for each in AlertFrequency],
        initial=AlertFrequency.WEEKLY, help_text=_("You get nothing when there is nothing new."),
    )  # fmt: skip
    has_agreed = forms.BooleanField(
        label=_("Yes, you may send me new positions by e-mail, as it says here."),
        error_messages={"required": _("Tick this if you want the e-mails; without your consent we send none.")},
    )

    def __init__(self, data: Any, *, places: list[str], needs_consent: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = (self.initial.get("place", ""), (data or {}).get("place", ""))
        known = dict.fromkeys([*places, *(place for place in asked if place and len(place) <= 100)])
        self.fields["place"].choices = [ANY, *((place, place) for place in known)]
        self.fields["occupation"].choices = [
            ANY, *((str(group).capitalize(), rows) for group, rows in occupations.grouped()),
        ]  # fmt: skip
        if not needs_consent:
            del self.fields["has_agreed"]
