"""Taking over a JSON Resume file into the own profile: first what was understood, to be changed, and then it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.actions import profiles
from candidates.forms.profiles import CertificateRows, LanguageRows, ProfileForm, facts_in
from candidates.forms.resume import ResumeForm
from candidates.models import Candidate
from candidates.queries.resumes import Understood
from candidates.views.own import own_page
from privacy.views import limits

MOST = 60  # files an hour from one network address


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def import_resume(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    if request.method == "POST" and "skills" in request.POST:
        return _save(request, candidate)
    form = ResumeForm()
    if request.method == "POST":
        if limits.is_spent(request, "resumes", MOST):
            return limits.too_many(request)
        limits.spend(request, "resumes")
        form = ResumeForm(request.POST, request.FILES)
        if form.is_valid():
            read = form.cleaned_data["resume"]
            return _shown(request, _forms(candidate, read=read), {"read": read})
    return render(request, "candidates/import_resume.html", {"form": form})


def _save(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    forms = _forms(candidate, data=request.POST)
    answers = [form.is_valid() for form in forms.values()]  # each, so that all errors are told at once
    if not all(answers):
        return _shown(request, forms, {"read": None})
    facts = facts_in(forms["form"], forms["certificates"], forms["languages"])
    profiles.update(candidate=candidate, facts=facts, by=request.user, at=timezone.now())
    messages.success(request, _("Your profile is updated."))
    return redirect("my_profile")


def _shown(request: HttpRequest, forms: dict[str, Any], more: dict[str, Any]) -> HttpResponse:
    return render(request, "candidates/understood_resume.html", forms | more)


def _forms(candidate: Candidate, *, data: Any = None, read: Understood | None = None) -> dict[str, Any]:
    """What is here already, and what the file says besides; where both speak of the same, what is here stays."""
    facts, new = profiles.of(candidate), read or Understood()
    where = {name: getattr(facts, name) for name in profiles.WHERE}
    where["place"] = facts.place or new.place
    skills = {word.lower(): word for word in (*new.skills, *facts.skills)}
    certificates = {name.lower(): (name, until) for name, until in (*new.certificates, *facts.certificates)}
    languages = dict(new.languages) | dict(facts.languages)
    held = [{"name": name, "valid_until": until} for name, until in certificates.values()]
    spoken = [{"language": code, "level": level} for code, level in languages.items()]
    return {
        "form": ProfileForm(data, initial={**where, "skills": "\n".join(skills.values())}),
        "certificates": CertificateRows(data, initial=held, prefix="certificates"),
        "languages": LanguageRows(data, initial=spoken, prefix="languages"),
    }
