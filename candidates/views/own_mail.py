"""E-mail: the saved searches, what the person said yes to, and what was sent."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.actions import alerts
from candidates.forms.alerts import AlertForm
from candidates.models import Candidate
from candidates.queries import correspondence
from candidates.views.own import own_page
from clients.models import JobAd
from clients.models.order import FACTS
from privacy import queries as privacy
from privacy.actions import consents
from privacy.choices import ConsentPurpose, NoticeKind
from privacy.models import Notice
from privacy.queries import own_storage

AT_A_TIME = 20
ALERTS = ConsentPurpose.JOB_ALERTS
REFUSALS = {
    alerts.NotConfirmed: gettext_lazy("Confirm your e-mail address first: follow the link in the receipt we sent you."),
    alerts.SaidNo: gettext_lazy(
        "This address has said no to all advertising from us, and job alerts are that, too. Write to us to take it back."
    ),
    alerts.NotAgreed: gettext_lazy("Tick this if you want the e-mails; without your consent we send none."),
    alerts.AlreadySaved: gettext_lazy("You have this alert already."),
    alerts.TooMany: gettext_lazy("You have ten alerts, which is the most. Stop one of them first."),
}


@require_safe
@own_page
def my_mail(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    explanation = privacy.explain(candidate.subject_id, timezone.localdate())
    context = {
        "alerts": candidate.job_alerts.with_next_look(timezone.localdate()).order_by("-created_at", "pk"),
        "consent": privacy.consent_in_force(candidate.subject_id, ALERTS),
        "longer": privacy.consent_in_force(candidate.subject_id, ConsentPurpose.FURTHER_STORAGE),
        "held": own_storage.of_row(explanation, candidate),
        "page": Paginator(correspondence.sent_to(candidate.subject_id), AT_A_TIME).get_page(request.GET.get("side")),
    }
    return render(request, "candidates/my_mail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def new_alert(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Opened from the list of positions it is filled in with what was searched for; nothing is saved before the button."""
    consent = privacy.consent_in_force(candidate.subject_id, ALERTS)
    form = _form(request, needs_consent=consent is None)
    if form.is_valid() and _saved(request, candidate, form):
        return redirect("my_mail")
    words = Notice.objects.in_force(NoticeKind.JOB_ALERTS, timezone.localdate()).text(get_language())
    return render(request, "candidates/new_alert.html", {"form": form, "words": words, "consent": consent})


def _form(request: HttpRequest, *, needs_consent: bool) -> AlertForm:
    places = JobAd.objects.published(timezone.now()).order_by("place").values_list("place", flat=True).distinct()
    typed = request.POST if request.method == "POST" else None
    asked = {name: request.GET.get(name, "") for name in ("q", *FACTS)}
    return AlertForm(typed, places=list(places), needs_consent=needs_consent, initial=asked)


def _saved(request: HttpRequest, candidate: Candidate, form: AlertForm) -> bool:
    search = form.cleaned_data.copy()
    agreed = search.pop("has_agreed", False)
    how = {"language": get_language(), "by": request.user, "at": timezone.now()}
    try:
        alerts.save(candidate=candidate, has_agreed=agreed, **how, **search)
    except tuple(REFUSALS) as error:
        form.add_error(None, REFUSALS[type(error)])
        return False
    messages.success(request, _("The alert is saved. You stop it here with one press, or by the link in each e-mail."))
    return True


@require_POST
@own_page
def stop_alert(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    try:
        alerts.stop(alert=get_object_or_404(candidate.job_alerts, pk=pk), by=request.user, at=timezone.now())
    except alerts.AlreadyStopped:
        messages.info(request, _("This alert was stopped before. Nothing was changed."))
    else:
        messages.success(request, _("The alert is stopped, and the search is deleted."))
    return redirect("my_mail")


@require_POST
@own_page
def end_alerts(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    try:
        alerts.end(subject_id=candidate.subject_id, by=request.user, at=timezone.now())
    except consents.NotGiven:
        messages.info(request, _("There is no consent to withdraw. Nothing was changed."))
    else:
        messages.success(request, _("You have withdrawn your consent. All your alerts are deleted."))
    return redirect("my_mail")
