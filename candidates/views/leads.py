"""Where the link in the notice to a lead leads: register, or have it deleted. Nothing happens on opening."""

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
from candidates.views.applying import MOST_TRIES, SALT
from clients.models import JobAd
from privacy import queries as privacy
from privacy.actions import erasure
from privacy.choices import ErasureCause
from privacy.queries import own_storage
from privacy.views import limits


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
    form, ad = _form(request, lead), _position(lead)
    if request.method == "POST":
        if limits.is_spent(request, "tries", MOST_TRIES):
            return limits.too_many(request)
        limits.spend(request, "tries")
        if form.is_valid():
            return _registered(lead, form, ad)
    return render(request, "candidates/apply.html", {"form": form, "ad": ad, "lead": lead})


def _registered(lead: Lead, form: ApplicationForm, ad: JobAd | None) -> HttpResponse:
    given = {"position": ad, "lead": lead, "language": get_language()}
    application = applications.submit(by=None, at=timezone.now(), **given, **form.sent).application
    return redirect(f"{reverse('receipt')}?for={signing.dumps(str(application.pk), salt=SALT)}")


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


def _form(request: HttpRequest, lead: Lead) -> ApplicationForm:
    known = {"first_name": lead.first_name, "last_name": lead.last_name, "phone": lead.phone, "message": lead.answer}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(
        *sent,
        inspector=registries.outside().inspector,
        is_open=_position(lead) is None,
        own_email=lead.email,
        initial=known,
    )
    form.fields["email"].help_text = _("The address your answer to the campaign came with.")
    return form
