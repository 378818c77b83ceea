"""The one question channel."""

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

from privacy.actions import inbox
from privacy.actions.subjects import PersonIsGone
from privacy.choices import CaseKind
from privacy.forms import ContactForm
from privacy.models import InboxCase
from privacy.views import limits

SALT = "privacy.contact"
SHOWN_FOR = 60 * 60  # seconds
MOST = 20  # an hour


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form; afterwards, at the same address, the receipt with the number."""
    if token := request.GET.get("receipt"):
        return _receipt(request, token)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_known(request))
    if form.is_bound and limits.is_spent(request, "contact", MOST):
        return limits.held_back(request, "privacy/contact.html", form)
    if not form.is_valid():
        return render(request, "privacy/contact.html", {"form": form})
    if limits.is_named_too_often(request, form.cleaned_data["email"]):
        return limits.held_back_till_tomorrow(request, "privacy/contact.html", form)
    said = {field: form.cleaned_data[field] for field in ("name", "email", "message", "kind")}
    case = _received(request, **said, language=get_language(), at=timezone.now())
    limits.spend(request, "contact")
    limits.name(request, case.email)
    return redirect(f"{reverse('contact')}?receipt={signing.dumps(case.pk, salt=SALT)}")


def _received(request: HttpRequest, **said: Any) -> InboxCase:
    """Whoever was erased while writing is somebody new: the question is not lost."""
    try:
        return inbox.receive(by=request.user if request.user.is_authenticated else None, **said)
    except PersonIsGone:
        logout(request)
        return inbox.receive(by=None, **said)


def _known(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("kind")
    known = {"kind": kind if kind in CaseKind.values else CaseKind.QUESTION}
    if request.user.is_authenticated:
        known |= {"email": request.user.email, "name": request.user.get_full_name()}
    return known


def _receipt(request: HttpRequest, token: str) -> HttpResponse:
    try:
        case = InboxCase.objects.filter(pk=signing.loads(token, salt=SALT, max_age=SHOWN_FOR)).first()
    except signing.BadSignature:
        case = None
    return render(request, "privacy/contact_received.html", {"case": case}, status=200 if case else 410)
