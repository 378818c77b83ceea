"""The facts about a candidate: shown on the card, edited on a page of their own."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.actions import people, profiles
from candidates.forms.profiles import fact_forms, facts_in
from candidates.models import Candidate, Certificate, Education, Profile, WorkExperience
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH
from privacy.queries import together

TITLE = _("Skills and facts")
CHANGE = "candidates.change_candidate"


def page(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    forms = fact_forms(request.POST if request.method == "POST" else None, profiles.of(candidate))
    answers = [form.is_valid() for form in forms.values()]  # each, so that all errors are told at once
    if request.method == "POST" and all(answers) and (answer := _changed(request, candidate, forms)):
        return answer
    people.record_view(candidate=candidate, by=request.user, at=now())
    context = {"title": TITLE, "subtitle": candidate, "candidate": candidate, **forms}
    return TemplateResponse(request, "admin/facts.html", site.each_context(request) | context)


def _changed(request: HttpRequest, candidate: Candidate, forms: dict[str, Any]) -> HttpResponse | None:
    """Where to go now; None to show again what was typed, where the person is still here to be read of."""
    facts = facts_in(forms["form"], forms["certificates"], forms["languages"])
    try:
        profiles.update(candidate=candidate, facts=facts, by=request.user, at=now())
    except tuple(OUT_OF_REACH) as error:
        if Candidate.objects.visible_to(request.user).filter(pk=candidate.pk).exists():
            forms["form"].add_error(None, OUT_OF_REACH[type(error)])
            return None
        messages.error(request, OUT_OF_REACH[type(error)])
        return redirect("admin:candidates_candidate_changelist")
    messages.success(request, _("Saved."))
    return redirect(candidate.get_absolute_url())


def profile_panels(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """What can be searched for, and the CV; set aside with what the person applied with. Read in one statement."""
    profile, certificates, skills, languages, work, education = together.rows(
        *(rows.visible_to(request.user) for rows in (
            Profile.objects.filter(candidate=candidate), candidate.certificates.order_by("name", "pk"),
            candidate.skills.order_by("name", "pk"), candidate.languages.order_by("-level", "language"),
            candidate.work.in_order(), candidate.education.in_order(),
        ))
    )  # fmt: skip
    told = [
        *(_told_of(profile[0]) if profile else ()),
        (_("skills"), ", ".join(map(str, skills))),
        (_("certificates"), format_html_join(", ", "{}", ((_certificate(each),) for each in certificates))),
        (_("languages"), ", ".join(map(str, languages))),
    ]
    return [_facts_panel(request, candidate, told), *_cv_panel(work, education)]


def _facts_panel(request: HttpRequest, candidate: Candidate, told: list[tuple[Any, Any]]) -> Panel:
    may = request.user.has_perm(CHANGE)
    note = show.link(reverse("admin:facts", args=[candidate.pk]), gettext("Change skills and facts")) if may else ""
    empty = _("Nothing is written down yet: only the documents and the name are searched.")
    return Panel(TITLE, (_("what"), _("noted")), [(label, value) for label, value in told if value], empty, note)


def _cv_panel(work: list[WorkExperience], education: list[Education]) -> list[Panel]:
    """Work and education as the person wrote them, in the person's order; nobody else changes them."""
    rows = [
        (str(name), f"{row}", show.text(row.period), show.text(row.description))
        for name, found in ((_("Work"), work), (_("Education"), education))
        for row in found
    ]
    heads = (_("what"), _("where"), _("when"), _("description"))
    return [Panel(_("Work and education"), heads, rows, "")] if rows else []


def _told_of(profile: Profile) -> list[tuple[Any, Any]]:
    begins = (profile.get_availability_display(), profile.available_from and show.plain_day(profile.available_from))
    return [(_("place"), profile.place), (_("can begin"), " ".join(str(each) for each in begins if each))]


def _certificate(each: Certificate) -> str:
    return show.with_tag(each, show.plain_day(each.valid_until), "neutral") if each.valid_until else str(each)


admin.site.add_page(Page("facts", TITLE, "candidates", CHANGE, page, "candidates/candidate/<uuid:pk>/facts/"))
