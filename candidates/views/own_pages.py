"""My page: applications, history, profile."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates.actions import applications, cv_rows, people, profiles, test_results
from candidates.choices import Stage
from candidates.forms.own_pages import ProfileForm
from candidates.models import Candidate, Profile
from candidates.queries import checks, interviews
from candidates.queries.own_pages import statements_of, waits_for
from candidates.queries.people import email_of
from candidates.views.own import own_page
from privacy import queries as privacy
from privacy.queries import own_storage, stand_ins, trail_for_person
from privacy.views.history import page_of

LATELY = 3


@require_safe
@own_page
def min_side(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    explanation = privacy.explain(candidate.subject_id, today)
    context = {
        "candidate": candidate,
        "waiting": waits_for(candidate, at=now),
        "explanation": explanation,
        "lately": trail_for_person(candidate.subject_id, start=0, limit=LATELY),
        "adviser": candidate.adviser,
        "away": stand_ins.stand_in_of(candidate.adviser_id, today),
        "interviews": interviews.waiting_for(candidate, at=now),
        "applications": candidate.applications.select_related("job_ad", "job_order").order_by("-submitted_at", "pk"),
        "ending_soon": own_storage.ending_soon(explanation),
    }
    return render(request, "candidates/min_side.html", context)


@require_safe
@own_page
def my_application(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    application = get_object_or_404(candidate.applications.select_related("job_ad", "job_order"), pk=pk)
    test_results.shown(application=application, by=request.user, at=timezone.now())
    explanation = privacy.explain(candidate.subject_id, timezone.localdate())
    context = {
        "application": application,
        "interviews": interviews.of_application(application),
        "offers": application.offers.order_by("-made_at", "-pk"),
        "may_ask_statement": application.stage == Stage.REJECTED and application.job_order_id is not None,
        "checks": checks.of_application(application),
        "test_results": list(application.test_results.order_by("-noted_at", "pk")),
        "changes": application.stage_changes.order_by("at", "pk"),
        "documents": application.documents.order_by("uploaded_at", "pk"),
        "answers": application.answers.order_by("question__written_at", "pk"),
        "storage": own_storage.of_row(explanation, application),
    }
    return render(request, "candidates/my_application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def withdraw_application(request: HttpRequest, candidate: Candidate, pk: uuid.UUID) -> HttpResponse:
    application = get_object_or_404(candidate.applications.select_related("job_ad", "job_order"), pk=pk)
    if request.method != "POST":
        return render(request, "candidates/withdraw_application.html", {"application": application})
    try:
        applications.withdraw(application=application, by=request.user, at=timezone.now())
    except applications.AlreadyWithdrawn:
        messages.warning(request, _("You have withdrawn this application before. Nothing was changed."))
    except applications.WrongMove:
        messages.warning(request, _("This application is closed, so there is nothing to withdraw any more."))
    else:
        messages.success(request, _("You have withdrawn your application. We do not go on with it."))
    return redirect("my_application", pk=pk)


@require_safe
@own_page
def my_trail(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    return render(request, "candidates/my_trail.html", page_of(candidate.subject_id, request.GET.get("side", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_profile(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    known = {name: getattr(candidate, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        people.update_profile(candidate=candidate, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your profile is updated."))
        return redirect("my_profile")
    context = {
        "form": form,
        "email": email_of(candidate),
        "cv": [(name, list(getattr(candidate, name).in_order())) for name in cv_rows.KINDS],
        "facts": profiles.of(candidate),
        "profile": Profile.objects.filter(candidate=candidate).first(),
        "languages": candidate.languages.order_by("-level", "language"),
    }
    return render(request, "candidates/my_profile.html", context)


@never_cache
@require_safe
def my_statements(request: HttpRequest) -> HttpResponse:
    """For whoever was asked as a referee and has an account with the same confirmed address: what was told, and the way
    to put it right or take it back."""
    return render(request, "candidates/my_statements.html", {"statements": statements_of(request.user)})
