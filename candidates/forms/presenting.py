"""What a client types on the page of a presentation: the code, an answer, a colleague."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ClientAnswer
from privacy.forms import AddressField, NameField
from privacy.validators import holds_national_id


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the e-mail"), max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the code from the e-mail.")},
    )  # fmt: skip


class ClientAnswerForm(forms.Form):
    """Of one candidate; several stand on the page, so each has names of its own."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, choices=[(each, capfirst(each.label)) for each in ClientAnswer],
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
    comment = forms.CharField(
        label=_("Comment or question"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The candidate has the right to read what you write here."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == ClientAnswer.QUESTION and not said.get("comment", "").strip():
            self.add_error("comment", _("Write your question."))
        if holds_national_id(said.get("comment", "")):
            self.add_error("comment", _("There is a national identity number in the text. Take it out."))
        return said


class ColleagueForm(forms.Form):
    """Somebody at the same client who should read it, too."""

    name = NameField(label=_("The colleague's name"), max_length=150)
    email = AddressField(
        label=_("The colleague's e-mail address"), max_length=254,
        help_text=_("We write there that the address is from you, what we hold, and where to read."),
    )  # fmt: skip
