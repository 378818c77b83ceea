"""The screening questions of an ad: written on its page, each with its reason, and taken away there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.actions import questions
from clients.choices import AnswerKind
from clients.forms.asking import ground_fields
from clients.models import JobAd, ScreeningQuestion
from clients.queries import asking
from clients.validators import about_business
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step

BY_PEOPLE = _(
    "Applicants read the reason beside the question. The answers are read by people: no answer moves, ranks or rejects "
    "anybody by itself."
)
ABOUT = {"max_length": 300, "validators": [about_business]}


class QuestionForm(forms.Form):
    """Short, about the work, and with a reason that can be said to the applicant."""

    text = forms.CharField(label=_("Question"), help_text=_("In the language of the ad."), **ABOUT)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why do we ask?"), help_text=_("The applicant reads this. What the work does not need is not asked."),
        **ABOUT,
    )  # type: ignore[arg-type]  # fmt: skip
    kind = forms.ChoiceField(label=_("How is it answered?"), choices=AnswerKind.choices)
    choices = forms.CharField(
        label=_("The answers to choose among"), required=False, max_length=1_200, widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, only where one is to be chosen."), validators=[about_business],
    )  # fmt: skip
    is_required = forms.BooleanField(
        label=_("Must be answered"), required=False,
        help_text=_("Only if nobody can be considered without an answer; a “no” is an answer as good as a “yes”."),
    )  # fmt: skip
    asks_ground = ground_fields()["asks_ground"]
    order_id: int | None = None  # the checks it requires are told of in their own words, and are no question

    def clean_choices(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = data.get("choices", ())
        if data.get("kind") == AnswerKind.CHOICE and not 2 <= len(lines) <= questions.MOST_CHOICES:
            self.add_error(
                "choices", gettext("Write between 2 and %(most)d answers.") % {"most": questions.MOST_CHOICES}
            )
        if any(len(line) > 100 for line in lines):
            self.add_error("choices", _("At most 100 letters each."))
        if not data.get("asks_ground") and (found := asking.of((data.get("text", ""), *lines), order_id=self.order_id)):
            self.add_error("asks_ground", asking.warning(found))
        return data


class EndForm(forms.Form):
    question = forms.ModelChoiceField(label=_("Question"), queryset=ScreeningQuestion.objects.none())


def _ask(request: HttpRequest, ad: JobAd, data: dict[str, Any]) -> None:
    questions.ask(ad=ad, by=request.user, at=now(), **data)


def _end(request: HttpRequest, ad: JobAd, data: dict[str, Any]) -> None:
    questions.end(question=data["question"], by=request.user, at=now())


def _fit(request: HttpRequest, ad: JobAd, form: QuestionForm) -> None:
    form.order_id = ad.order_id


def _may_choose(request: HttpRequest, ad: JobAd, form: Any) -> None:
    form.fields["question"].queryset = ad.questions.in_use().in_order()


def _is_not_closed(ad: JobAd) -> bool:
    return ad.closed_at is None


def _asks_something(ad: JobAd) -> bool:
    return ad.questions.in_use().exists()


def panel(request: HttpRequest, ad: JobAd) -> list[Panel]:
    rows = [
        (show.text(each.text), show.text(each.reason), each.get_kind_display(), _("yes") if each.is_required else _("no"))
        for each in ad.questions.in_use().in_order()
    ]  # fmt: skip
    heads = (_("question"), _("why it is asked"), _("kind of answer"), _("must be answered"))
    return [
        Panel(_("Screening questions"), heads, rows, _("None: applicants send a CV, and nothing is asked."), BY_PEOPLE)
    ]


STEPS = (
    Step(
        "question", _("Ask applicants a question"), _ask, "clients.change_jobad",
        _("Applicants are asked this from now on."), form=QuestionForm, fit=_fit, question=BY_PEOPLE, is_open=_is_not_closed,
        closed=_("This ad is closed: nobody answers it any more."),
        refusals={
            questions.AdIsClosed: _("This ad is closed: nobody answers it any more."),
            questions.AskedAlready: _("This ad asks this already."),
            questions.NeedsGround: _("It seems to ask what the law seldom allows: take it out, or say why it may be asked."),
            questions.TooManyQuestions: _("There are enough questions: an application is a few minutes' work. End one first."),
        },
    ),
    Step(
        "end-question", _("End a question"), _end, "clients.change_jobad",
        _("It is asked no more. What was answered stays with each application."), form=EndForm, fit=_may_choose,
        is_open=_asks_something, closed=_("This ad asks nothing."),
        refusals={questions.NotAsked: _("Somebody ended this question meanwhile.")},
    ),
)  # fmt: skip

admin.site.add_panels(JobAd, panel)
