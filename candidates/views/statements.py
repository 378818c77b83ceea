"""My page: demanding the qualifications of who was chosen."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.actions import statements
from candidates.models import Candidate
from candidates.views.own import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ask_statement(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    application = get_object_or_404(candidate.applications.select_related("job_ad", "job_order"), pk=pk)
    if request.method != "POST":
        return render(request, "candidates/ask_statement.html", {"application": application})
    try:
        statement = statements.ask(application=application, by=request.user, at=timezone.now())
    except statements.AlreadyAsked:
        messages.warning(request, _("You have asked for this before. The answer comes by e-mail."))
    except statements.NobodyChosen:
        messages.warning(request, _("Nobody else was chosen for this position yet. Ask again when it is filled."))
    else:
        said = _("We have your request. You get the answer by e-mail, by %(day)s.")
        messages.success(request, said % {"day": date_format(statement.due_on)})
    return redirect("my_application", pk=pk)
