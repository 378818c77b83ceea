"""The page that shows an encrypted number: once, to payroll, with a reason the employee can read."""

import uuid
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
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
    sealed_numbers.NotReadable: _(
        "It could not be read: the key it was encrypted with is missing. Tell whoever runs the system."
    ),
}


def reveal(workspace: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The answer to the button is the only page that ever shows the number; it is kept nowhere on the way."""
    row = get_object_or_404(Employment.objects.visible_to(request.user), pk=pk)
    form = RevealForm(request.POST if request.method == "POST" else None)
    number = ""
    if form.is_valid():
        which, reason = Sealed(form.cleaned_data["which"]), RevealReason(form.cleaned_data["reason"])
        try:
            number = sealed_numbers.reveal(employment=row, which=which, reason=reason, by=request.user, at=now())
        except tuple(REFUSALS) as error:
            form.add_error(None, REFUSALS[type(error)])
    context = {
        "title": _("Show an encrypted number"), "subtitle": None, "employment": row, "form": form, "number": number,
    }  # fmt: skip
    shown = TemplateResponse(request, "admin/reveal_number.html", workspace.each_context(request) | context)
    return once.over(shown) if number else shown


ROUTE = "candidates/employment/<uuid:pk>/number/"
admin.site.add_page(Page("reveal_number", _("Show an encrypted number"), "candidates", WORK, reveal, ROUTE))
