"""What a candidate says of referees, and what a referee says."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language
from privacy.forms import AddressField, NameField, PhoneField
from privacy.validators import holds_national_id

LONGEST = 2_000


class RefereeForm(forms.Form):
    """Who it is, how to reach them, how they know the candidate; and that they have been asked."""

    not_asked: str | Promise = _("Ask them first, then tick this: nobody is to hear from us unprepared.")
    name = NameField(label=_("Name"), max_length=150)
    relation = NameField(
        label=_("How they know you"),
        max_length=150,
        help_text=_("For example: head of the ward where I worked 2021–2024."),
    )
    email = AddressField(label=_("E-mail address"), max_length=254, required=False)
    phone = PhoneField(required=False)
    language = forms.ChoiceField(label=_("Language to write in"), choices=Language.choices)
    is_asked = forms.BooleanField(
        label=_("I have asked this person, who is willing to be a referee."), required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("email") and not said.get("phone"):
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        if not said.get("is_asked"):
            self.add_error("is_asked", self.not_asked)
        return said


class StatementForm(forms.Form):
    """The guide: one box a question, none of them a must but one of them all."""

    def __init__(self, *args: Any, questions: list[str], known: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for place, question in enumerate(questions):
            self.fields[f"answer_{place}"] = forms.CharField(
                label=question, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4}),
                initial=(known or {}).get(question, ""),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        texts = [text for text in said.values() if text.strip()]
        if not texts and not self.errors:
            raise forms.ValidationError(_("Answer at least one of the questions."))
        if holds_national_id("\n".join(texts)):
            raise forms.ValidationError(_("There is a national identity number in the text. Take it out."))
        return said

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(question, self.cleaned_data[f"answer_{place}"]) for place, question in enumerate(self.questions)]
