"""A row of a CV as it is typed: a job or an education, from when until when by year, with the month where one knows it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from candidates.forms.searching import tidied
from candidates.models.cv import AHEAD, EARLIEST, LONGEST
from privacy.validators import holds_national_id

MONTHS_OFFERED = [("", _("no month")), *((number, name) for number, name in MONTHS.items())]
YEAR = _("Write the year with four digits, between %(first)d and %(last)d.")


class YearField(forms.CharField):
    """Four digits; `ahead` says how many years after this one are taken."""

    def __init__(self, *, ahead: int = 0, **given: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "year"})
        super().__init__(max_length=10, widget=widget, **given)
        self.ahead = ahead

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        typed = super().clean(value).strip()
        if not typed:
            return None
        last = timezone.localdate().year + self.ahead
        if not (typed.isascii() and typed.isdigit() and len(typed) == 4 and EARLIEST <= int(typed) <= last):
            raise ValidationError(YEAR, params={"first": EARLIEST, "last": last})
        return int(typed)


class MonthField(forms.TypedChoiceField):
    def __init__(self, **given: Any) -> None:
        super().__init__(choices=MONTHS_OFFERED, coerce=int, empty_value=None, required=False, **given)


class LinesField(forms.CharField):
    """A line break is one letter, whatever the browser sends for it."""

    def to_python(self, value: Any) -> str:
        return "\n".join((super().to_python(value) or "").splitlines())


class StretchForm(forms.Form):
    """`said` is what the action takes; each error stands at the field it is about."""

    about: tuple[str, ...] = ()

    from_month = MonthField(label=_("From, month"))
    from_year = YearField(label=_("From, year"), error_messages={"required": _("Write the year it began.")})
    to_month = MonthField(label=_("To, month"))
    to_year = YearField(label=_("To, year"), ahead=AHEAD, required=False)
    is_current = forms.BooleanField(label=_("I am still there"), required=False)
    description = LinesField(
        label=_("Description"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 5}),
        help_text=_("What you did, in a few lines. Leave out your health, your faith and the like, and other people's names."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in (*self.about, "description"):
            data[name] = self._words(name, data.get(name) or "")
        self._end(data)
        if data.get("to_year") and data.get("from_year") and self._ends_before(data):
            self.add_error("to_year", _("The end lies before the beginning."))
        return data

    def _words(self, name: str, words: str) -> str:
        if holds_national_id(words):
            self.add_error(name, _("There is a national identity number here. Take it out."))
        whole = "\n".join(line.rstrip() for line in words.replace("\0", " ").splitlines()).strip()
        return whole if name == "description" else tidied(words)

    def _end(self, data: dict[str, Any]) -> None:
        """Either an end, or still there: nothing is guessed."""
        said = data.get("to_year") or data.get("to_month")
        if data.get("is_current"):
            if said:
                self.add_error("is_current", _("Either you are still there, or it has ended: take out one of the two."))
        elif "to_year" in data and not data["to_year"]:
            self.add_error("to_year", _("Write the year it ended, or tick that you are still there."))

    def _ends_before(self, data: dict[str, Any]) -> bool:
        begun = (data["from_year"], data.get("from_month") or 1)
        return bool((data["to_year"], data.get("to_month") or 12) < begun)

    @property
    def said(self) -> dict[str, Any]:
        names = (*self.about, "from_year", "from_month", "to_year", "to_month", "description")
        return {name: self.cleaned_data[name] for name in names}


class WorkForm(StretchForm):
    about = ("employer", "title")

    title = forms.CharField(label=_("Position held"), max_length=100)
    employer = forms.CharField(label=_("Employer"), max_length=100)

    field_order = ("title", "employer")


class EducationForm(StretchForm):
    about = ("school", "subject")

    subject = forms.CharField(
        label=_("Degree or subject"),
        max_length=100,
        help_text=_("For example: fagbrev som kokk, bachelor i sykepleie."),
    )
    school = forms.CharField(label=_("School"), max_length=100)

    field_order = ("subject", "school")


FORMS: dict[str, type[StretchForm]] = {"work": WorkForm, "education": EducationForm}
