"""On a presentation's page: a test result is added, with its explanation."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentation_results
from candidates.models import Presentation, TestResult
from candidates.queries import presentation_words as words
from privacy.admin.base import now


class ResultForm(forms.Form):
    result = forms.ModelChoiceField(
        TestResult.objects.none(), label=_("Test result"), help_text=_("The client reads it with the explanation.")
    )


def fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = words.results_to_add(whole, request.user).select_related("application__candidate")
    form.fields["result"].queryset = rows.order_by("application__candidate__last_name", "-noted_at", "pk")
    form.fields["result"].label_from_instance = _named


def _named(row: TestResult) -> str:
    seen = "" if row.shown_at else " ({})".format(_("not seen by the candidate yet"))
    return f"{row.application.candidate}: {row}{seen}"


def add(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentation_results.add(presentation=whole, by=request.user, at=now(), **data)
