"""The CV in rows, on my page: each is written, changed, moved and removed by its owner, without JavaScript."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.actions import cv_rows, profiles
from candidates.forms.cv import FORMS
from candidates.forms.profiles import fact_forms, facts_in
from candidates.forms.together import Together
from candidates.models import Candidate
from candidates.queries import presented
from candidates.views.own import own_page

GONE = gettext_lazy("You have removed this row meanwhile. Nothing was changed.")
TITLES = {
    ("work", True): gettext_lazy("Add a job"), ("work", False): gettext_lazy("Change a job"),
    ("education", True): gettext_lazy("Add an education"), ("education", False): gettext_lazy("Change an education"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def add_row(request: HttpRequest, candidate: Candidate, kind: str) -> HttpResponse:
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, form, kind, is_new=True)
    model = cv_rows.KINDS[kind]
    try:
        cv_rows.add(kind=model, candidate=candidate, said=form.said, by=request.user, at=timezone.now())
    except cv_rows.TooMany:
        form.add_error(
            None, _("You have %(most)d rows here, and more cannot. Remove one first.") % {"most": cv_rows.MOST}
        )
        return _asked(request, form, kind, is_new=True)
    messages.success(request, _("It is in your CV."))
    return _back(kind)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def change_row(request: HttpRequest, candidate: Candidate, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = _row(candidate, kind, pk)
    known = {name: getattr(row, name) for name in FORMS[kind].base_fields}
    form = FORMS[kind](request.POST if request.method == "POST" else None, initial=known)
    if not form.is_valid():
        return _asked(request, form, kind, is_new=False)
    try:
        cv_rows.change(row=row, said=form.said, by=request.user, at=timezone.now())
    except cv_rows.AlreadyRemoved:
        messages.warning(request, GONE)
    else:
        messages.success(request, _("Saved."))
    return _back(kind)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def remove_row(request: HttpRequest, candidate: Candidate, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = _row(candidate, kind, pk)
    if request.method != "POST":
        return render(request, "candidates/remove_row.html", {"row": row, "kind": kind})
    try:
        cv_rows.remove(row=row, by=request.user, at=timezone.now())
    except cv_rows.AlreadyRemoved:
        messages.info(request, GONE)
    else:
        messages.success(request, _("It is removed from your CV."))
    return _back(kind)


@require_POST
@own_page
def move_row(request: HttpRequest, candidate: Candidate, kind: str, pk: uuid.UUID) -> HttpResponse:
    row = _row(candidate, kind, pk)
    try:
        cv_rows.move(row=row, up="up" in request.POST, by=request.user, at=timezone.now())
    except cv_rows.AlreadyRemoved:
        messages.info(request, GONE)
    return _back(kind)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_skills(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Where and from when, skills, certificates and languages: all on one page."""
    forms = fact_forms(request.POST if request.method == "POST" else None, profiles.of(candidate))
    answers = [form.is_valid() for form in forms.values()]  # each, so that all errors are told at once
    if not all(answers):
        return render(request, "candidates/my_skills.html", forms | {"whole": Together(forms.values())})
    facts = facts_in(forms["form"], forms["certificates"], forms["languages"])
    profiles.update(candidate=candidate, facts=facts, by=request.user, at=timezone.now())
    messages.success(request, _("Your profile is updated."))
    return redirect("my_profile")


@require_safe
@own_page
def preview_presented(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """By the code that shows a presentation to a client, over items that are stored nowhere."""
    is_anonymous = request.GET.get("name") == "without"
    shown, left_out = presented.preview(candidate, is_anonymous=is_anonymous)
    context = {"shown": shown, "left_out": left_out, "is_anonymous": is_anonymous, "whole": {"may_download": False}}
    return render(request, "candidates/preview_presented.html", context)


def _row(candidate: Candidate, kind: str, pk: uuid.UUID) -> Any:
    return get_object_or_404(cv_rows.KINDS[kind].objects.filter(candidate=candidate).select_related("candidate"), pk=pk)


def _asked(request: HttpRequest, form: Any, kind: str, *, is_new: bool) -> HttpResponse:
    return render(request, "candidates/cv_row.html", {"form": form, "title": TITLES[kind, is_new], "kind": kind})


def _back(kind: str) -> HttpResponse:
    return redirect(f"{reverse('my_profile')}#{kind}")
