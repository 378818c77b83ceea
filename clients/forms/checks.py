"""What an adviser says when a position requires a check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import CheckKind, ClearanceLevel
from clients.models import CheckRequirement

BY_LAW = [(each.value, each.label) for each in (CheckKind.POLICE, CheckKind.CLEARANCE)]
NO_PARAGRAPH = _(
    "Name the paragraph or chapter, as in helsepersonelloven § 20 a. Without a law it may not be asked for."
)


class ByLawForm(forms.Form):
    """A police certificate or a clearance: only where a law says so."""

    kind = forms.ChoiceField(choices=BY_LAW, label=_("What the position requires"))
    authority = forms.CharField(
        max_length=200, label=_("The law that requires it"),
        help_text=_("With the paragraph: barnehageloven § 30, helsepersonelloven § 20 a, sikkerhetsloven kapittel 8."),
    )  # fmt: skip
    level = forms.ChoiceField(
        choices=[("", "–"), *ClearanceLevel.choices], required=False, label=_("Level"),
        help_text=_("For a security clearance only."),
    )  # fmt: skip
    for_finalists = forms.BooleanField(required=False, initial=True, label=_("Only asked of those in the final round"))

    def clean_authority(self) -> str:
        text = " ".join(self.cleaned_data["authority"].split())
        if "§" not in text and "kap" not in text.lower():
            raise forms.ValidationError(NO_PARAGRAPH)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_clearance = data.get("kind") == CheckKind.CLEARANCE
        if is_clearance and not data.get("level"):
            self.add_error("level", _("Say which level the position requires."))
        if not is_clearance:
            data["level"] = ""
        return data


class CreditForm(forms.Form):
    """A credit check: all three reasons, or none is made."""

    leading_function = forms.CharField(max_length=300, label=_("Which leading function it is"))
    large_responsibility = forms.CharField(max_length=300, label=_("Which large economic responsibility"))
    private_economy = forms.CharField(
        max_length=300, label=_("Why the private economy matters for it"),
        help_text=_("The ad prints all three. Only those in the final round are checked, and somebody else approves it first."),
    )  # fmt: skip


class RequirementForm(forms.Form):
    """Which of them; fitted to the order."""

    requirement = forms.ModelChoiceField(CheckRequirement.objects.none(), label=_("Required check"))
