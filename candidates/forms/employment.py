"""What is filled in about those we employ."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.employment import (
    ContractItem,
    EmploymentForm,
    EndCause,
    PayKind,
    RevealReason,
    Sealed,
    TemporaryGround,
    WorkingTime,
)
from candidates.models.employment import MOST_HOURS
from privacy.forms import NameField, PhoneField
from privacy.forms.days import DayField
from privacy.validators import account_number, national_id

NO_CHOICE = ("", "–")
GROUND_RULE = _("A temporary employment has a ground and a last day, a permanent one no ground.")


class AmountField(forms.DecimalField):
    """30000, 30 000,50 or 30000.50, in either language."""

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value).replace(",", ".")
        return super().to_python(value)


class HandOverForm(forms.Form):
    title = NameField(label=_("Title"), max_length=150)
    starts_on = DayField(label=_("First day at work"))


class TermsForm(forms.Form):
    """What was agreed. Empty is what is not agreed yet; before it is in force nothing may be."""

    first_name = NameField(label=_("First name"), max_length=100)
    last_name = NameField(label=_("Last name"), max_length=100)
    title = NameField(label=_("Title"), max_length=150)
    occupation_code = forms.CharField(
        label=_("Occupation code"), max_length=7, required=False,
        validators=[RegexValidator(r"^[0-9]{7}$", _("The code has seven digits. Look the work up in Yrkeskatalogen."))],
        help_text=_("Seven digits, from Yrkeskatalogen (Statistics Norway); by what the work is, not by education."),
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("Permanent or temporary"), choices=[NO_CHOICE, *EmploymentForm.choices], required=False
    )
    temporary_ground = forms.ChoiceField(
        label=_("Ground, if temporary"), choices=[NO_CHOICE, *TemporaryGround.choices], required=False,
        help_text=_("Working Environment Act section 14-9. Without one of these grounds an employment is permanent."),
    )  # fmt: skip
    percentage = AmountField(
        label=_("Position percentage"), min_value=Decimal("0.01"), max_value=100, decimal_places=2, required=False, localize=True
    )  # fmt: skip
    full_time_hours = AmountField(
        label=_("Hours a week of a full position"), min_value=Decimal("0.01"), max_value=MOST_HOURS, decimal_places=2,
        required=False, localize=True, help_text=_("37.5 is usual. The position percentage is of this."),
    )  # fmt: skip
    working_time = forms.ChoiceField(
        label=_("Working hours lie"), choices=[NO_CHOICE, *WorkingTime.choices], required=False
    )
    pay_kind = forms.ChoiceField(label=_("Paid by"), choices=[NO_CHOICE, *PayKind.choices], required=False)
    pay = AmountField(
        label=_("Pay in kroner"), min_value=Decimal("0.01"), max_value=9_999_999, decimal_places=2, required=False, localize=True
    )  # fmt: skip
    starts_on = DayField(label=_("First day at work"))
    ends_on = DayField(label=_("Last day at work, if agreed"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        is_temporary = said.get("form") == EmploymentForm.TEMPORARY
        if "temporary_ground" in said and is_temporary != bool(said["temporary_ground"]):
            self.add_error("temporary_ground", GROUND_RULE)
        if is_temporary and "ends_on" in said and not said["ends_on"]:
            self.add_error("ends_on", GROUND_RULE)
        if said.get("ends_on") and said.get("starts_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("The last day is not before the first."))
        return said


class ContractForm(forms.Form):
    """The signed contract, ticked off."""

    signed_on = DayField(label=_("Signed by both on"), required=False)
    covered = forms.MultipleChoiceField(
        label=_("The contract says"), choices=ContractItem.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Working Environment Act section 14-6. Tick what you have read in the contract."),
    )  # fmt: skip
    not_relevant = forms.MultipleChoiceField(
        label=_("There is no such thing"), choices=[(item.value, item.label) for item in ContractItem.conditional()],
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these may be missing: a contract without a trial period, without a tariff agreement …"),
    )  # fmt: skip
    phone = PhoneField(label=_("Telephone"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if set(said.get("covered", [])) & set(said.get("not_relevant", [])):
            self.add_error("not_relevant", _("Something is ticked both as in the contract and as missing."))
        return said


class Digits(forms.TextInput):
    """Neither the browser offers it again, nor the page: a number that may be right is not sent back."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"})

    def format_value(self, value: Any) -> None:
        return None


class NationalIdForm(forms.Form):
    number = forms.CharField(
        label=_("National identity number or D-number"), max_length=20, widget=Digits(),
        help_text=_("It is encrypted and never shown again without a reason."),
    )  # fmt: skip

    def clean_number(self) -> str:
        return national_id(self.cleaned_data["number"])


class AccountForm(forms.Form):
    number = forms.CharField(
        label=_("Account number"), max_length=20, widget=Digits(),
        help_text=_("It is encrypted and never shown again without a reason."),
    )  # fmt: skip

    def clean_number(self) -> str:
        return account_number(self.cleaned_data["number"])


class EndForm(forms.Form):
    ends_on = DayField(label=_("Last day at work"))
    end_cause = forms.ChoiceField(label=_("Why"), choices=EndCause.choices)


class RevealForm(forms.Form):
    which = forms.ChoiceField(label=_("What to show"), choices=Sealed.choices)
    reason = forms.ChoiceField(
        label=_("Why"), choices=[NO_CHOICE, *RevealReason.choices],
        help_text=_("It is written in the history, which the employee reads."),
    )  # fmt: skip


class KinForm(forms.Form):
    name = NameField(label=_("Name"), max_length=150)
    phone = PhoneField(label=_("Telephone"))
    relation = NameField(
        label=_("Is to the employee"), max_length=60, help_text=_("For example: spouse, sister, friend.")
    )
    told_on = DayField(
        label=_("Told by the employee on"), initial=timezone.localdate,
        help_text=_("The employee tells them that we have the name and number, and why. Whoever was not told is not written down."),
    )  # fmt: skip
