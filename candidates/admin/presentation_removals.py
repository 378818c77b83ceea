"""On the page of a draft: one document, test result or reference is taken out; the rest of the candidate's stays."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentation_removals, presentations
from candidates.admin import presentation_panels as panels
from candidates.choices.presentations import ItemKind, Refusal
from candidates.models import Presentation, PresentationItem
from candidates.queries import presentation_papers as papers
from privacy.admin.base import now
from privacy.admin.steps import Step, Text

SENT = _("It was sent, and stays as the client got it. To show something else, take it back and begin a new one.")
NOT_IN_IT = _("This was taken out before. The page shows what is in the presentation now.")
IS_INTRODUCTION = _("Without what we write about them nobody is presented. Take the whole candidate out instead.")
REFUSALS: dict[type[Exception], Text] = {
    presentations.NotADraft: SENT,
    presentations.NotInIt: NOT_IN_IT,
    presentation_removals.IsIntroduction: IS_INTRODUCTION,
}


class ItemForm(forms.Form):
    item = forms.ModelChoiceField(
        PresentationItem.objects.none(), label=_("What is taken out"),
        help_text=_("The rest of the candidate stays in the presentation, and this one can be added again."),
    )  # fmt: skip


def _rows(whole: Presentation) -> Any:
    return papers.items(whole.pk).exclude(kind=ItemKind.INTRODUCTION)


def _fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = _rows(whole).visible_to(request.user).select_related("candidate")
    there = panels.statements_there(whole)
    form.fields["item"].queryset = rows.order_by("candidate__last_name", "candidate", "added_at", "pk")
    form.fields["item"].label_from_instance = lambda row: f"{row.candidate}: {panels.named(row, there)}"
    form.fields["item"].initial = request.GET.get("item")


def _take_out(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentation_removals.take_out(item=data["item"], by=request.user, at=now())


def can_be_filled(whole: Presentation) -> bool:
    return whole.is_draft and whole.job_order.closed_at is None


def why_not(whole: Presentation) -> Text:
    return Refusal.ORDER_NOT_OPEN.label if whole.is_draft else SENT


def _has_more(whole: Presentation) -> bool:
    return can_be_filled(whole) and _rows(whole).exists()


def _why_no_more(whole: Presentation) -> Text:
    return NOT_IN_IT if can_be_filled(whole) else why_not(whole)


STEP = Step(
    "take-item-out", _("Take one thing out"), _take_out, "candidates.change_presentation", _("Taken out."),
    form=ItemForm, fit=_fit, is_open=_has_more, closed=_why_no_more, refusals=REFUSALS,
)  # fmt: skip
