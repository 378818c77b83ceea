"""Where the link in the notice to a lead leads: register, or have it deleted. Nothing happens on opening."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates import registries
from candidates.actions import applications
from candidates.forms.applying import ApplicationForm
from candidates.models import Lead
from candidates.queries import leads
from candidates.views import form_page
from candidates.views.applying import SALT
from candidates.views.too_late import TooLate
from clients.models import JobAd
from privacy import queries as privacy
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.queries import own_storage


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_lead(request: HttpRequest, token: str) -> HttpResponse:
    """What the campaign told us is filled in already: whoever has the link reads the address it was sent to."""
    lead = leads.by_token(token)
    if lead is None:
        return render(request, "candidates/lead_over.html", status=410)
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _deleted(request, lead)
    ad, named = _position(lead), lead.campaign.job_ad
    if named and not ad and request.POST.get(form_page.SHOWN_FOR) == str(named.pk):
        return _too_late(request, lead, named)
    filled = form_page.Filled(request, partial(_form, lead, ad), ad, {"lead": lead})
    return filled.page() or filled.send(partial(_registered, request, lead, ad))


def _registered(request: HttpRequest, lead: Lead, ad: JobAd | None, form: ApplicationForm) -> HttpResponse:
    given = {"position": ad, "lead": lead, "language": get_language()}
    try:
        application = applications.submit(by=None, at=timezone.now(), **given, **form.sent).application
    except applications.PositionClosed:
        return _too_late(request, lead, ad)
    return redirect(f"{reverse('receipt')}?for={signing.dumps(str(application.pk), salt=SALT)}")


def _too_late(request: HttpRequest, lead: Lead, ad: JobAd) -> HttpResponse:
    return TooLate(request, partial(_form, lead, None), ad, to=request.path, more={"lead": lead}).page()


def _deleted(request: HttpRequest, lead: Lead) -> HttpResponse:
    now = timezone.now()
    explanation = privacy.explain_request(lead.subject.root_id, timezone.localdate(now))
    answer = erasure.erase_person(subject_id=lead.subject_id, cause=ErasureCause.PERSON, by=None, at=now)
    staying = own_storage.kept(explanation, answer.kept)
    context = {"is_erased": answer.is_erased, "staying": staying, "was_logged_in": False}
    return render(request, "privacy/deleted.html", context)


def _position(lead: Lead) -> JobAd | None:
    ad: JobAd | None = lead.campaign.job_ad
    return ad if ad and ad.is_open(timezone.now()) else None


def _form(lead: Lead, ad: JobAd | None, *sent: Any, initial: dict[str, Any]) -> ApplicationForm:
    known = {"first_name": lead.first_name, "last_name": lead.last_name, "phone": lead.phone, "message": lead.answer}
    form = ApplicationForm(
        *sent,
        inspector=registries.outside().inspector,
        ad=ad,
        own_email=lead.email,
        initial=known | initial,
    )
    form.fields["email"].help_text = _("The address your answer to the campaign came with.")
    return form
