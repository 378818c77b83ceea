"""Taking over a JSON Resume file into the own profile: first what was understood, to be changed, and then it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.actions import profiles, resumes
from candidates.forms.profiles import fact_forms, facts_in
from candidates.forms.resume import LivedForm, ResumeForm, carried_in
from candidates.forms.together import Together
from candidates.models import Candidate
from candidates.queries.resumes import Understood
from candidates.views.own import own_page
from privacy.views import limits

MOST = 60  # files an hour from one network address
PAGE = "candidates/import_resume.html"


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def import_resume(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    if request.method == "POST" and "skills" in request.POST:
        return _save(request, candidate)
    form = ResumeForm()
    if request.method == "POST":
        if limits.is_spent(request, "resumes", MOST):
            return limits.file_not_opened(request, PAGE, form)
        limits.spend(request, "resumes")
        form = ResumeForm(request.POST, request.FILES)
        if form.is_valid():
            read = form.cleaned_data["resume"]
            return _shown(request, _forms(candidate, read), {"read": read})
    return render(request, PAGE, {"form": form})


def _save(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    forms = _forms(candidate, carried_in(request.POST), data=request.POST)
    answers = [form.is_valid() for form in forms.values()]  # each, so that all errors are told at once
    if not all(answers):
        return _shown(request, forms, {"read": None})
    facts = facts_in(forms["form"], forms["certificates"], forms["languages"])
    rows = forms["lived"].chosen
    resumes.take_over(candidate=candidate, facts=facts, rows=rows, by=request.user, at=timezone.now())
    messages.success(request, _("Your profile is updated."))
    return redirect("my_profile")


def _shown(request: HttpRequest, forms: dict[str, Any], more: dict[str, Any]) -> HttpResponse:
    return render(request, "candidates/understood_resume.html", forms | more | {"whole": Together(forms.values())})


def _forms(candidate: Candidate, read: Understood, data: Any = None) -> dict[str, Any]:
    facts = resumes.merged(profiles.of(candidate), read)
    return fact_forms(data, facts) | {"lived": LivedForm(data, read=read)}
