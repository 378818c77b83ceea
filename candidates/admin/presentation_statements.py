"""On a presentation's page: what a referee said is added."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentation_statements
from candidates.admin import reference_standing as standing
from candidates.models import Presentation, ReferenceCheck
from candidates.queries import presentation_words as words
from privacy.admin.base import now


class StatementForm(forms.Form):
    check = forms.ModelChoiceField(
        ReferenceCheck.objects.none(), label=_("Reference"),
        help_text=_("The client reads the referee's name and every answer, as they stand. The referee can read that it was shown."),
    )  # fmt: skip


def fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = words.statements_to_add(whole, request.user)
    form.fields["check"].queryset = rows.order_by("application__candidate__last_name", "asked_at", "pk")
    form.fields["check"].label_from_instance = lambda row: (
        f"{row.application.candidate}: {row} ({standing.in_words(row)})"
    )


def add(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentation_statements.add(presentation=whole, by=request.user, at=now(), **data)
