"""What the figures are asked for: only what the page offers, so that nobody draws a line around one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.queries.figures import Choices, Scope
from candidates.queries.periods import Span

MOST = 500  # of each kind, in the list to choose from
YEAR = "year"
WHOLE = {YEAR: gettext_lazy("the last four quarters"), "all": gettext_lazy("the last two years")}


def quarter_name(year: int, number: int) -> str:
    return _("quarter %(number)d of %(year)d") % {"number": number, "year": year}


class FiguresForm(forms.Form):
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    of = forms.ChoiceField(label=gettext_lazy("Position"), required=False)

    def __init__(self, data: Any, *, spans: dict[str, Span], offered: Choices) -> None:
        super().__init__(data)
        self.spans = spans
        single = [
            (key, quarter_name(span.first.year, span.first.number)) for key, span in spans.items() if key not in WHOLE
        ]
        self.fields["period"].choices = [*WHOLE.items(), *single]  # type: ignore[attr-defined]
        titles = [(f"title:{plain}", written) for plain, written in offered.titles[:MOST]]
        orders = [(f"order:{number}", f"{title} – {client}") for number, title, client in offered.orders[:MOST]]
        groups = [(_("Occupation, all clients"), titles), (_("One order"), orders)]
        self.fields["of"].choices = [("", _("all positions")), *((name, group) for name, group in groups if group)]  # type: ignore[attr-defined]

    @property
    def span(self) -> Span:
        """What is asked for; the last four quarters where that cannot be told."""
        return self.spans.get(self._chosen("period"), self.spans[YEAR])

    @property
    def scope(self) -> Scope:
        kind, _colon, which = self._chosen("of").partition(":")
        return Scope(title=which if kind == "title" else "", order=int(which) if kind == "order" else None)

    def _chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() or name in self.cleaned_data else ""
