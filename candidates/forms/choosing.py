"""How long an application is kept and whom it may be shared with: chosen by the person, nothing beforehand (P1, P33)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.choices import SHARING_OF_NO_POSITION, KeepScope, SharingScope

CONTRADICTION = _(
    "You asked us to keep the application for this position only, so it cannot be shared with other employers. "
    "Choose one of the two."
)


class ChoosesScopes(forms.Form):
    """Part of a form: the two choices, which must agree."""

    keep_scope = forms.ChoiceField(
        label=_("How long may we keep the application?"), choices=KeepScope.choices, widget=forms.RadioSelect
    )
    sharing_scope = forms.ChoiceField(
        label=_("Whom may we share it with?"), choices=SharingScope.choices, widget=forms.RadioSelect, required=False,
        initial=SharingScope.THIS_POSITION,
    )  # fmt: skip

    def speak_of_no_position(self) -> None:
        self.fields["keep_scope"].choices = [
            (KeepScope.CANDIDATE_BASE, _("In the candidate base, for up to two years"))
        ]
        self.fields["sharing_scope"].choices = [*SHARING_OF_NO_POSITION.items()]
        self.fields["keep_scope"].error_messages["invalid_choice"] = _(
            "A registration is for no one position, so it can only be kept in the candidate base."
        )

    def clean_sharing_scope(self) -> str:
        return self.cleaned_data["sharing_scope"] or SharingScope.THIS_POSITION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("keep_scope") == KeepScope.THIS_POSITION and cleaned.get("sharing_scope") not in (
            None,
            SharingScope.THIS_POSITION,
        ):
            self.add_error("keep_scope", CONTRADICTION)
        return cleaned
