"""The form for requests about rights, and the link that proves whose address it is."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from privacy.actions import requests
from privacy.actions.subjects import PersonIsGone
from privacy.choices.requests import RequestState, Right
from privacy.emails.requests import LINK_IS_GOOD_FOR, SALT
from privacy.forms.requests import OwnRequestForm, RequestForm
from privacy.models import Request
from privacy.queries import own_requests, packages
from privacy.views import limits

MOST = 10  # an hour
DAY = 24 * 60 * 60  # seconds


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_request(request: HttpRequest) -> HttpResponse:
    """Whoever is logged in asks and reads here; everybody else asks, and proves the address by a link."""
    if request.user.is_authenticated:
        return _own(request)
    form = RequestForm(request.POST if request.method == "POST" else None, initial=_wanted(request))
    if form.is_bound and limits.is_spent(request, "privacy_request", MOST):
        return limits.held_back(request, "privacy/request.html", form)
    if not form.is_valid():
        return render(request, "privacy/request.html", {"form": form})
    if limits.is_named_too_often(request, form.cleaned_data["email"]):
        return limits.held_back_till_tomorrow(request, "privacy/request.html", form)
    said = {name: form.cleaned_data[name] for name in ("right", "email", "message")}
    requests.receive(**said, language=get_language(), at=timezone.now())
    limits.spend(request, "privacy_request")
    limits.name(request, said["email"])
    return redirect("request_sent")


def _own(request: HttpRequest) -> HttpResponse:
    form = OwnRequestForm(request.POST if request.method == "POST" else None, initial=_wanted(request))
    spent = form.is_bound and limits.is_spent(request, "privacy_request", MOST)
    if form.is_valid() and not spent:
        try:
            requests.ask(**form.cleaned_data, language=get_language(), by=request.user, at=timezone.now())
        except PersonIsGone:
            logout(request)
            return render(request, "gone.html", status=410)
        limits.spend(request, "privacy_request")
        return redirect("privacy_request")
    person = request.user.subject_id
    context = {
        "form": form, "requests": own_requests.of_person(person), "copies": packages.of_person(person),
        "today": timezone.localdate(),
    }  # fmt: skip
    if spent:
        return limits.held_back(request, "privacy/own_requests.html", **context)
    return render(request, "privacy/own_requests.html", context)


def _wanted(request: HttpRequest) -> dict[str, str]:
    right = request.GET.get("right", "")
    return {"right": right if right in Right.values else Right.ACCESS}


@login_not_required
@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: look into your mailbox."""
    return render(request, "privacy/request_sent.html", {"days": LINK_IS_GOOD_FOR})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_request(request: HttpRequest, token: str) -> HttpResponse:
    """One button; opening the link does nothing. Afterwards, at the same address, what became of it."""
    found = _found(token)
    if found is None:
        return render(request, "privacy/request_over.html", status=410)
    if request.method == "POST":
        try:
            found = requests.verify(request=found, at=timezone.now())
        except PersonIsGone:
            return render(request, "privacy/request_over.html", status=410)
        return redirect("verify_request", token=token)
    is_unknown = found.state == RequestState.NOTHING
    return render(request, "privacy/request_verified.html", {"asked": found, "is_unknown": is_unknown})


def _found(token: str) -> Request | None:
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_IS_GOOD_FOR * DAY)
    except signing.BadSignature:
        return None
    return Request.objects.filter(pk=pk).first()
