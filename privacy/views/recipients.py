"""The person's own page about who was given the data, and what the person agreed to."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from privacy.actions import recipients
from privacy.queries import disclosures, informing


@require_safe
@never_cache
def my_recipients(request: HttpRequest) -> HttpResponse:
    """Everybody by name, with date, kinds of data and purpose (GDPR art. 15(1)(c) and (g))."""
    person = request.user.subject_id
    context = {
        "given": disclosures.of_person(person),
        "agreements": disclosures.agreements_of(person),
        "sources": informing.of_person(person),
    }
    return render(request, "privacy/my_recipients.html", context)


@require_POST
def withdraw_agreement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One button. Pressed twice it is the same."""
    own = get_object_or_404(disclosures.agreements_of(request.user.subject_id), pk=pk)
    with suppress(recipients.AlreadyEnded):
        recipients.withdraw(agreement=own, by=request.user, at=timezone.now())
    messages.success(request, _("Taken back. From now on nothing is given on that agreement."))
    return redirect("my_recipients")
