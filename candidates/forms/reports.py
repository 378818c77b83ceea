"""What is typed about a report to authorities: the month, gross pay line by line, the receipt."""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.reports import ReportAnswer
from candidates.forms.employment import AmountField
from candidates.models import AuthorityReport, Employment
from candidates.queries import authority_reports as reading
from candidates.queries.authority_reports import PAY
from privacy.forms.days import DayField

LABELS = {
    "fixed_pay": _("fixed pay"), "hourly_pay": _("hourly pay"), "hours": _("hours paid"), "overtime_pay": _("overtime pay"),
}  # fmt: skip
MOST = {"hours": Decimal("99999.99")}
NO_AMOUNT = _("Write it like 30000,50.")
MORE_THAN_NOTHING = _("More than nothing; what there is none of is left empty.")
TOO_MUCH = _("So much there is not in a month.")
HOURS_RULE = _("Hourly pay has its hours, and hours have their pay.")


class BeginForm(forms.ModelForm):
    """A month that is owed and not begun, or this one."""

    month = forms.ChoiceField(
        label=_("Month"), help_text=_("Everybody employed on one of its days comes into the report."),
        error_messages={"required": _("Choose a month."), "invalid_choice": _("Choose one of the months there are.")},
    )  # fmt: skip

    class Meta:
        model = AuthorityReport
        fields = ("month",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = reading.months_to_begin(timezone.now())
        choices: Any = [(f"{month:%Y-%m}", reading.name_of(month)) for month in months]
        self.fields["month"].choices = choices  # type: ignore[attr-defined]

    def clean_month(self) -> datetime.date:
        return datetime.date.fromisoformat(f"{self.cleaned_data['month']}-01")


class PayForm(forms.Form):
    """One row of fields for each line; what was typed stays where it was typed."""

    def __init__(self, *args: Any, lines: Sequence[tuple[UUID, dict[str, Any], str]], **kwargs: Any) -> None:
        """`lines`: the number of each line, its pay as it is, and who it is."""
        initial = {f"{pk}-{name}": pay.get(name) for pk, pay, _who in lines for name in PAY}
        super().__init__(*args, initial=initial, **kwargs)
        self.lines = lines
        for pk, _pay, who in lines:
            for name in PAY:
                self.fields[f"{pk}-{name}"] = _amount(name, who)

    @property
    def rows(self) -> list[tuple[str, str, list[tuple[Any, BoundField]]]]:
        """Who, the number of the line, and the fields with what stands above each."""
        return [(who, str(pk), [(LABELS[name], self[f"{pk}-{name}"]) for name in PAY]) for pk, _pay, who in self.lines]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for pk, _pay, _who in self.lines:
            names = (f"{pk}-hourly_pay", f"{pk}-hours")
            if set(names) <= said.keys() and (said[names[0]] is None) != (said[names[1]] is None):
                self.add_error(names[1] if said[names[1]] is None else names[0], HOURS_RULE)
        return said

    @property
    def pay(self) -> dict[UUID, dict[str, Decimal | None]]:
        return {pk: {name: self.cleaned_data[f"{pk}-{name}"] for name in PAY} for pk, _pay, _who in self.lines}


def _amount(name: str, who: str) -> AmountField:
    most = MOST.get(name, Decimal("9999999999.99"))
    field = AmountField(label=LABELS[name], required=False, decimal_places=2)
    field.error_messages["invalid"] = NO_AMOUNT
    field.validators = [
        MinValueValidator(Decimal("0.01"), MORE_THAN_NOTHING),
        MaxValueValidator(most, TOO_MUCH),
        *field.validators,
    ]
    field.widget = forms.TextInput(
        {"inputmode": "decimal", "autocomplete": "off", "aria-label": f"{LABELS[name]}: {who}"}
    )
    field.widget.is_localized = True
    return field


class PayFileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"), widget=forms.FileInput({"accept": ".csv,text/csv"}),
        help_text=_("First line: Employment; Fixed pay; Hourly pay; Hours; Overtime. Employment is the number that stands under the name."),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )  # fmt: skip


class FormerForm(forms.Form):
    employment = forms.ModelChoiceField(
        label=_("Who left"), queryset=Employment.objects.none(),
        error_messages={"required": _("Choose who."), "invalid_choice": _("Choose one of those there are.")},
    )  # fmt: skip

    def offer(self, rows: QuerySet[Employment], named: Callable[[Employment], Any]) -> None:
        """Each by the name whoever asks may see."""
        field: Any = self.fields["employment"]
        field.queryset = rows
        field.label_from_instance = named


class ReceiptForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference of the receipt"),
        max_length=100,
        help_text=_("As it stands in the feedback from the a-ordning."),
    )
    received_on = DayField(label=_("Received there on"), initial=timezone.localdate)
    answer = forms.ChoiceField(label=_("Answered"), choices=ReportAnswer.choices)
