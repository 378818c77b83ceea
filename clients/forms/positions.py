"""The filter of the vacant positions."""

from django import forms
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clients.choices import EmploymentForm, Extent
from clients.choices.ads import County, Remote
from clients.forms import ANY
from clients.models.order import FACTS
from clients.queries import occupations
from clients.queries.positions import Vacant

SORTS = [("", _("Newest first")), ("deadline", _("Deadline first"))]
LABELS = {name: dict(choices.choices) for name, choices in
          {"county": County, "extent": Extent, "form": EmploymentForm, "remote": Remote}.items()}  # fmt: skip
WHOLE = ("extent", "form")
SHORTCUTS = {"occupation": _("By occupation"), "county": _("By county")}
MOST_SHORTCUTS = 6


class WordsForm(forms.Form):
    """What is searched for, before anything is counted."""

    q = forms.CharField(required=False, max_length=100, strip=True)

    @property
    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class PositionFilter(forms.Form):
    """All parts are optional; what is not a choice is ignored, not an error: links grow old."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, strip=True,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Place"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    extent = forms.ChoiceField(label=_("Extent"), required=False)
    form = forms.ChoiceField(label=_("Form of employment"), required=False)
    remote = forms.ChoiceField(label=_("Work from home"), required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), required=False, choices=SORTS)

    def __init__(self, data: object, *, vacant: Vacant) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.vacant = vacant
        for name in FACTS:
            self.fields[name].choices = [ANY, *named(name, vacant)]
        chosen = self.chosen
        for name in FACTS:
            counts = vacant.counts(name, chosen)
            self.fields[name].choices = [
                ANY,
                *((value, f"{text} ({counts[value]})") for value, text in named(name, vacant)),
            ]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    @property
    def is_by_deadline(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("sort"))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each thing that is chosen, as it is called, and the address of the same search without it."""
        chosen = self.chosen
        sort = {"sort": "deadline"} if self.is_by_deadline else {}
        names = {name: dict(named(name, self.vacant)) for name in FACTS}
        return [
            (
                f"«{value}»" if name == "q" else names[name][value],
                urlencode({k: v for k, v in chosen.items() if k != name} | sort),
            )
            for name, value in chosen.items()
        ]


def shortcuts(vacant: Vacant) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The occupations and counties most positions are in: each as it is called, how many, and the search for it."""
    ways = []
    for fact, title in SHORTCUTS.items():
        counts, names = vacant.counts(fact, {}), named(fact, vacant)
        most = sorted(names, key=lambda each: -counts[each[0]])[:MOST_SHORTCUTS]
        ways.append((str(title), [(text, counts[value], urlencode({fact: value})) for value, text in most]))
    return [(title, links) for title, links in ways if len(links) > 1]


def counties(vacant: Vacant) -> list[tuple[str, str, int]]:
    """Each county there are positions in, and how many."""
    counts = vacant.counts("county", {})
    return [(value, text, counts[value]) for value, text in named("county", vacant)]


def named(name: str, vacant: Vacant) -> list[tuple[str, str]]:
    """Each choice as it is called: a closed list of few whole, of the others what is in use, by name."""
    if name == "occupation":
        return sorted(
            ((code, occupations.name(code) or code) for code in vacant.in_use(name)), key=lambda each: each[1]
        )
    names = LABELS.get(name, {})
    said = [
        (value, str(capfirst(names.get(value, value)))) for value in (names if name in WHOLE else vacant.in_use(name))
    ]
    return said if name in WHOLE else sorted(said, key=lambda each: each[1])
