"""From an ad to a receipt: applying, registering openly, and confirming the address."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates import registries
from candidates.actions import applications
from candidates.forms.applying import ApplicationForm
from candidates.models import Application
from candidates.queries import campaigns, people
from candidates.views import drafts, form_page
from candidates.views.too_late import TooLate
from clients.models import JobAd
from clients.views.positions import no_longer_vacant
from privacy.actions.subjects import PersonIsGone
from privacy.queries import cookies
from privacy.queries.explanations import explain
from privacy.views import limits

SALT = "candidates.receipt"
SHOWN_FOR = 60 * 60  # seconds


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    ad = get_object_or_404(JobAd.objects.shown(now), slug=slug)
    if ad.is_open(now):
        return _received(request, ad)
    return _too_late(request, ad) if request.method == "POST" else no_longer_vacant(request, ad, now)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    return _received(request, None)


def _received(request: HttpRequest, ad: JobAd | None) -> HttpResponse:
    filled = form_page.Filled(request, partial(_form, request, ad), ad)
    filled.save = partial(drafts.keep, request, ad) if request.user.is_authenticated else None
    return filled.page() or filled.send(partial(_sent, request, ad))


def _too_late(request: HttpRequest, ad: JobAd) -> HttpResponse:
    """The ad closed while it was written: what was typed is not lost, and is received only if the person sends it on."""
    return TooLate(request, partial(_form, request, None), ad, to=reverse("register")).page()


def _sent(request: HttpRequest, ad: JobAd | None, form: ApplicationForm) -> HttpResponse:
    now = timezone.now()
    try:
        followed = campaigns.followed(request)
        submission = _submitted(request, form, position=ad, at=now, language=get_language(), campaign=followed)
    except applications.PositionClosed:
        return _too_late(request, ad)
    if submission.is_new:
        _count(request, form, ad)
    token = signing.dumps(str(submission.application.pk), salt=SALT)
    response = redirect(f"{reverse('receipt')}?for={token}")
    if followed:
        cookies.forget(response, campaigns.LINK)
    return response


def _count(request: HttpRequest, form: ApplicationForm, ad: JobAd | None) -> None:
    limits.spend(request, "applications", weight=2 if form.came_back_at_once else 1)
    limits.name(request, form.sent["email"])
    if ad and not request.user.is_authenticated:
        limits.spend(None, form_page.for_ad(ad), lasts=limits.DAY)


def _submitted(request: HttpRequest, form: ApplicationForm, **where: Any) -> applications.Submission:
    """Whoever was erased while filling in the form is somebody new: what was typed is not lost."""
    by = request.user if request.user.is_authenticated else None
    try:
        return applications.submit(by=by, **where, **form.sent)
    except PersonIsGone:
        logout(request)
        messages.warning(
            request,
            _("What we had stored about you was deleted while you wrote. We have received this as from somebody new."),
        )
        return applications.submit(by=None, **where, **form.sent)


def _form(request: HttpRequest, ad: JobAd | None, *sent: Any, initial: dict[str, Any]) -> ApplicationForm:
    given: dict[str, Any] = {"inspector": registries.outside().inspector, "ad": ad}
    if request.user.is_authenticated:
        own = people.for_person(request.user)
        known = {name: getattr(own, name) for name in ("first_name", "last_name", "phone")} if own else {}
        given |= {"own_email": request.user.email, "own": own.documents if own else None}
        draft = own.drafts.filter(job_ad=ad).first() if own else None
        known |= {"message": draft.message, **draft.typed} if draft else {}
        form = ApplicationForm(*sent, initial=known | initial, **given)
        form.draft, form.may_save = draft, bool(own and people.confirmed_address_of(own))
        return form
    return ApplicationForm(*sent, initial=initial, **given)


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Who sent it may read this for an hour; the address says nothing to anybody else."""
    try:
        pk = signing.loads(request.GET.get("for", ""), salt=SALT, max_age=SHOWN_FOR)
        sent = Application.objects.select_related("candidate", "job_ad", "job_order__adviser").get(pk=pk)
    except (signing.BadSignature, Application.DoesNotExist):
        return render(request, "candidates/receipt_over.html", status=410)
    kept = explain(sent.candidate.subject_id, timezone.localdate())
    item = next((item for item in kept.items if item.key[1] == str(sent.pk)), None)
    return render(request, "candidates/receipt.html", {"application": sent, "item": item})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: mail scanners follow links, they do not press buttons."""
    if request.method != "POST":
        return render(request, "candidates/confirm_address.html")
    try:
        confirmed = applications.confirm(token=token, at=timezone.now())
    except applications.LinkUnknown:
        return render(request, "candidates/link_over.html", {"is_unknown": True}, status=404)
    except applications.LinkExpired:
        return render(request, "candidates/link_over.html", {"is_unknown": False}, status=410)
    return render(request, "candidates/address_confirmed.html", {"application": confirmed})
