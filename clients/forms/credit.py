"""What is asked about credit and prepayment."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import CreditAssessment
from privacy.deadlines import add_months

MOST_MONTHS = 12
TEXT: dict[str, Any] = {"widget": forms.Textarea, "max_length": 2000}


class ReviewRequestForm(forms.Form):
    message = forms.CharField(
        label=_("What we should look at"), help_text=_("What is wrong, or what has changed since."), **TEXT
    )


class PrepaymentForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea, max_length=1000,
        help_text=_("You decide, not the class. The client is told this reason by e-mail."),
    )  # fmt: skip


class ReviewForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=_("What you decide"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("the client pays in advance")), ("no", _("no prepayment: the order can be opened"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer to the client"), help_text=_("It is sent by e-mail."), **TEXT)


class AssessmentForm(forms.ModelForm):
    """A class, its date and its source; no report is stored."""

    class Meta:
        model = CreditAssessment
        fields = ("company", "credit_class", "source", "assessed_on", "valid_until")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("assessed_on"), data.get("valid_until")
        if first and first > timezone.localdate():
            self.add_error("assessed_on", _("The date is today or earlier."))
        elif first and last and not first <= last <= add_months(first, MOST_MONTHS):
            self.add_error("valid_until", _("Twelve months after the date at most, and not before it."))
        return data
