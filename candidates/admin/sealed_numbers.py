"""The page that shows an encrypted number: once, to payroll, with a reason the employee can read."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from candidates.actions import sealed_numbers
from candidates.admin.employments import WORK
from candidates.choices.employment import RevealReason, Sealed
from candidates.forms.employment import RevealForm
from candidates.models import Employment
from privacy.admin import once
from privacy.admin.base import now
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH

REFUSALS: dict[type[Exception], Any] = OUT_OF_REACH | {
    sealed_numbers.NotPayroll: _("Only payroll works with these numbers."),
    sealed_numbers.NotNoted: _("That number is not noted (any more). Nothing was shown."),
}


def reveal(workspace: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The answer to the button is the only page that ever shows the number; it is kept nowhere on the way."""
    row = get_object_or_404(Employment.objects.visible_to(request.user), pk=pk)
    form = RevealForm(request.POST if request.method == "POST" else None)
    number = ""
    if form.is_valid():
        try:
            number = _shown(request, row, form.cleaned_data)
        except once.SentBefore:
            messages.info(
                request, _("It was shown already: the form was sent twice. Give a reason once more to see it again.")
            )
            return redirect("admin:reveal_number", row.pk)
        except tuple(REFUSALS) as error:
            form.add_error(None, REFUSALS[type(error)])
    context = workspace.each_context(request) | {
        "title": _("Show an encrypted number"), "subtitle": None, "employment": row, "form": form, "number": number,
        "form_number": "" if number else once.number(request),
    }  # fmt: skip
    return TemplateResponse(request, "admin/reveal_number.html", context)


def _shown(request: HttpRequest, row: Employment, data: dict[str, Any]) -> str:
    which, reason = Sealed(data["which"]), RevealReason(data["reason"])
    with transaction.atomic():
        once.take(request)
        return sealed_numbers.reveal(employment=row, which=which, reason=reason, by=request.user, at=now())


ROUTE = "candidates/employment/<uuid:pk>/number/"
admin.site.add_page(Page("reveal_number", _("Show an encrypted number"), "candidates", WORK, reveal, ROUTE))
