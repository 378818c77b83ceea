"""Messages: what the person writes becomes a case of the inbox, under the number of who is logged in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from privacy.actions import inbox
from privacy.choices import CaseKind
from privacy.forms.own_pages import OwnMessageForm
from privacy.queries import own_messages
from privacy.views import limits

PAGE = "privacy/my_messages.html"
MOST = 20  # an hour
SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_messages(request: HttpRequest) -> HttpResponse:
    form = OwnMessageForm(request.POST if request.method == "POST" else None)
    cases = own_messages.of_person(request.user.subject_id)[:SHOWN]
    if form.is_bound and limits.is_spent(request, "contact", MOST):
        return limits.held_back(request, PAGE, form, cases=cases)
    if form.is_valid():
        limits.spend(request, "contact")
        case = inbox.receive(
            name=request.user.get_full_name() or request.user.email, email=request.user.email, kind=CaseKind.QUESTION,
            message=form.cleaned_data["message"], language=get_language(), by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Received. Your message has the number %(number)s.") % {"number": case.number})
        return redirect("my_messages")
    return render(request, PAGE, {"form": form, "cases": cases})
