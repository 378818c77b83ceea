"""What an adviser searches for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.choices import SharingScope, Source, Stage
from candidates.choices.facts import Availability, LanguageLevel, ListSort, SpokenLanguage
from candidates.models import Tag, TagList
from candidates.queries.filters import FURTHER_STORAGE
from privacy.forms.days import DayField

ANY = [("", "–")]
CHOICES = [
    *ANY,
    ("candidate_base", _("to be kept for other positions too")),
    (FURTHER_STORAGE, _("consented to longer storage")),
    (SharingScope.ASK_FIRST.value, _("share with other employers, but ask first")),
    (SharingScope.WITHOUT_ASKING.value, _("share with other employers without asking")),
]


def tidied(words: str) -> str:
    return " ".join(words.replace("\0", " ").split())


class SearchForm(forms.Form):
    """All of it may be empty; what an address says that no page offers is not asked for."""

    q = forms.CharField(
        label=_("Words"), max_length=500, required=False, widget=forms.TextInput({"type": "search"}),
        help_text=_(
            "From CVs, skills, certificates, places and names, in Norwegian or English. All words must be found; “in "
            "quotes” as they stand; -not this one."
        ),
    )  # fmt: skip
    sort = forms.ChoiceField(label=_("Order"), choices=ListSort.choices, required=False)
    skills = forms.CharField(
        label=_("Skills"), max_length=200, required=False, help_text=_("Several with a comma between.")
    )
    certificate = forms.CharField(label=_("Certificate"), max_length=100, required=False, help_text=_("Still valid."))
    language = forms.ChoiceField(label=_("Language"), choices=[*ANY, *SpokenLanguage.choices], required=False)
    level = forms.TypedChoiceField(
        label=_("At least"), choices=[*ANY, *LanguageLevel.choices], coerce=int, empty_value=None, required=False,
        help_text=_("Counts where a language is chosen."),
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    availability = forms.ChoiceField(label=_("Availability"), choices=[*ANY, *Availability.choices], required=False)
    begin_by = DayField(label=_("Can begin by"), required=False)
    stage = forms.ChoiceField(label=_("Has an application in stage"), choices=[*ANY, *Stage.choices], required=False)
    tag = forms.ModelChoiceField(Tag.objects.none(), label=_("Tag"), required=False, empty_label="–")
    list = forms.ModelChoiceField(TagList.objects.none(), label=_("List"), required=False, empty_label="–")
    choice = forms.ChoiceField(label=_("Has chosen"), choices=CHOICES, required=False)
    source = forms.ChoiceField(label=_("Source"), choices=[*ANY, *Source.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = Tag.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["list"].queryset = TagList.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {name: tidied(value) if isinstance(value, str) else value for name, value in data.items()}

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for, without what is empty and without the order."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    @property
    def order(self) -> str:
        return str(self.cleaned_data.get("sort") or ListSort.NEWEST)


class SaveForm(forms.Form):
    name = forms.CharField(label=_("Name of the search"), max_length=80, help_text=_("Not the name of a person."))

    def clean_name(self) -> str:
        return tidied(self.cleaned_data["name"])
