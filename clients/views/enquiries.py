"""For companies: what we do, and the form to ask for help."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clients.actions import enquiries
from clients.forms.enquiries import EnquiryForm
from clients.models import Enquiry
from clients.queries import papers
from privacy.actions.subjects import PersonIsGone
from privacy.views import limits

PAGE = "clients/for_companies.html"
SALT = "clients.enquiry"
SHOWN_FOR = 60 * 60  # seconds
MOST = 10  # an hour


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def for_companies(request: HttpRequest) -> HttpResponse:
    """The page and its form; afterwards, at the same address, the receipt with the number."""
    if token := request.GET.get("receipt"):
        return _receipt(request, token)
    shown = {"days": enquiries.ANSWER_WITHIN, "approval": papers.approval(timezone.localdate())}
    form = EnquiryForm(request.POST if request.method == "POST" else None, initial=_known(request))
    if form.is_bound and limits.is_spent(request, "enquiry", MOST):
        return limits.held_back(request, PAGE, form, **shown)
    if not form.is_valid():
        return render(request, PAGE, {"form": form} | shown)
    if limits.is_named_too_often(request, form.cleaned_data["email"]):
        return limits.held_back_till_tomorrow(request, PAGE, form, **shown)
    asked = {name: value for name, value in form.cleaned_data.items() if name != "homepage"}
    enquiry = _received(request, **asked, language=get_language(), at=timezone.now())
    limits.spend(request, "enquiry")
    limits.name(request, form.cleaned_data["email"])
    return redirect(f"{reverse('for_companies')}?receipt={signing.dumps(enquiry.pk, salt=SALT)}")


def _received(request: HttpRequest, **asked: Any) -> Enquiry:
    """Whoever was erased while writing is somebody new: the enquiry is not lost."""
    try:
        return enquiries.receive(by=request.user if request.user.is_authenticated else None, **asked)
    except PersonIsGone:
        logout(request)
        return enquiries.receive(by=None, **asked)


def _known(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    return {"email": request.user.email, "name": request.user.get_full_name()}


def _receipt(request: HttpRequest, token: str) -> HttpResponse:
    try:
        enquiry = Enquiry.objects.filter(pk=signing.loads(token, salt=SALT, max_age=SHOWN_FOR)).first()
    except signing.BadSignature:
        enquiry = None
    status = 200 if enquiry else 410
    return render(request, "clients/enquiry_received.html", {"enquiry": enquiry}, status=status)
