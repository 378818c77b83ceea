"""Test results beneath an application: written down, and whether the candidate has seen them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import test_results
from candidates.models import Application, TestResult
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.forms.days import DayField

MAY = "candidates.add_testresult"
REFUSALS: dict[type[Exception], Any] = {
    test_results.NotTaken: _("That day has not come yet: write the day the test was taken."),
    test_results.TooOld: _("That is more than two years ago: check the year. So old a result says nothing about now."),
    test_results.HoldsNumber: _("There is a national identity number in the text. Take it out."),
    test_results.AlreadySeen: _("The candidate has seen it: it is not taken away any more. Write down a new one."),
}


class NoteForm(forms.Form):
    kind = forms.CharField(label=_("Which test"), max_length=100)
    taken_on = DayField(label=_("Taken on"), initial=timezone.localdate)
    result = forms.CharField(
        label=_("Result"), max_length=1_000, widget=forms.Textarea({"rows": 3}),
        help_text=_("In words the candidate and a client understand."),
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("What it means"), max_length=2_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("And what it does not mean. The candidate reads both first, and nobody outside is shown it before that."),
    )  # fmt: skip


class RemoveForm(forms.Form):
    result = forms.ModelChoiceField(TestResult.objects.none(), label=_("Test result"))


def _note(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    test_results.note(application=application, by=request.user, at=now(), **data)


def _remove(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    test_results.remove(by=request.user, at=now(), **data)


def _unseen(application: Application) -> Any:
    return application.test_results.filter(shown_at=None).order_by("-noted_at", "pk")


def _fit(request: HttpRequest, application: Application, form: Any) -> None:
    form.fields["result"].queryset = _unseen(application).visible_to(request.user)


STEPS = (
    Step(
        "note-test", _("Write down a test result"), _note, MAY,
        _("Written down. The candidate is told by e-mail that it can be read."), form=NoteForm, refusals=REFUSALS,
        is_open=lambda row: row.is_in_progress,
    ),
    Step(
        "remove-test", _("Take a test result away"), _remove, MAY, _("Gone."), form=RemoveForm, fit=_fit, refusals=REFUSALS,
        is_open=lambda row: _unseen(row).exists(), question=_("For one that was written down wrongly."),
    ),
)  # fmt: skip


def panel(request: HttpRequest, application: Application) -> list[Panel]:
    found = application.test_results.visible_to(request.user).order_by("-noted_at", "pk")
    rows = [
        (each.kind, show.text(each.result), show.text(each.explanation), show.day(each.taken_on), _seen(each))
        for each in found
    ]
    heads = (_("test"), _("result"), _("what it means"), _("taken on"), _("seen by the candidate"))
    return [Panel(_("Test results"), heads, rows)] if rows else []


def _seen(result: TestResult) -> str:
    return show.day(result.shown_at) if result.shown_at else show.tag(_("not seen yet: shown to nobody"), "warning")


admin.site.add_panels(Application, panel)
