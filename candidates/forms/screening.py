"""The questions of an ad as fields of the application form, each with the reason beside it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clients.choices import AnswerKind
from clients.models import ScreeningQuestion
from privacy.validators import holds_national_id

YES, NO = "yes", "no"
YES_OR_NO = ((YES, _("Yes")), (NO, _("No")))
LONGEST = 1_000


def no_number(text: str) -> None:
    if holds_national_id(text):
        raise forms.ValidationError(_("There is a national identity number here. Take it out."))


def name_of(question: ScreeningQuestion) -> str:
    return f"question_{question.pk}"


def field_for(question: ScreeningQuestion) -> forms.Field:
    why = format_html(_("Why we ask: {}"), question.reason)
    given: dict[str, Any] = {
        "label": question.text, "required": question.is_required, "help_text": why,
    }  # fmt: skip
    if question.kind == AnswerKind.YES_NO:
        return forms.ChoiceField(choices=YES_OR_NO, widget=forms.RadioSelect, **given)
    if question.kind == AnswerKind.CHOICE:
        lines = [(line, line) for line in question.lines]
        return forms.ChoiceField(choices=lines, widget=forms.RadioSelect, **given)
    if question.kind == AnswerKind.NUMBER:
        return forms.DecimalField(max_digits=9, decimal_places=2, localize=True, **given)
    rows = forms.Textarea({"rows": 3})
    return forms.CharField(max_length=LONGEST, widget=rows, validators=[no_number], **given)


def said(question: ScreeningQuestion, value: Any) -> str:
    """The answer as the applicant saw it; empty where none was given."""
    if value in (None, ""):
        return ""
    if question.kind == AnswerKind.YES_NO:
        return str(dict(YES_OR_NO)[value])
    return str(localize(value.normalize() + 0) if question.kind == AnswerKind.NUMBER else value)


class AsksQuestions(forms.Form):
    """Part of a form: `ask` gives it the questions, `answers` what was said to them."""

    questions: tuple[ScreeningQuestion, ...] = ()

    def ask(self, questions: Iterable[ScreeningQuestion]) -> None:
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question)

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name_of(question)] for question in self.questions]

    @property
    def answers(self) -> list[tuple[ScreeningQuestion, str]]:
        found = ((each, said(each, self.cleaned_data.get(name_of(each)))) for each in self.questions)
        return [(question, words) for question, words in found if words]
