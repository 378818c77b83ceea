"""What a candidate says of being presented."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.choices import Interest
from clients.forms.enquiries import OrgNumberField
from privacy.forms import NameField

QUESTION = ("question", _("I want to ask something first"))


class AnswerForm(forms.Form):
    """Yes, with the tick that belongs to it; no; or a question first. Nothing is chosen beforehand."""

    interest = forms.ChoiceField(
        label=_("May we present you?"), widget=forms.RadioSelect,
        choices=[
            (Interest.INTERESTED, _("Yes, I am interested: you may present me")),
            (Interest.NOT_INTERESTED, _("No, I am not interested")), QUESTION,
        ],
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
    has_acknowledged = forms.BooleanField(
        label=_("I have read what is shown to the employer."), required=False,
        help_text=_("Only needed if your answer is yes."),
    )  # fmt: skip
    question = forms.CharField(
        label=_("Your question"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Only needed if you want to ask first. Your adviser reads it and answers by e-mail."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        interest = said.get("interest")
        if interest == Interest.INTERESTED and not said.get("has_acknowledged"):
            self.add_error("has_acknowledged", _("Tick this to say yes: without it we present you to nobody."))
        if interest == QUESTION[0] and not said.get("question", "").strip():
            self.add_error("question", _("Write your question."))
        return said

    @property
    def is_question(self) -> bool:
        return bool(self.cleaned_data["interest"] == QUESTION[0])


class BlockForm(forms.Form):
    """An employer to whom we never show anything."""

    org_number = OrgNumberField(help_text=_("Nine digits. You find it at brreg.no."))
    name = NameField(label=_("Name of the employer"), is_person=False, max_length=150, required=False)
