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
from candidates.models import Candidate, Profile
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH

TITLE = _("Skills and facts")
CHANGE = "candidates.change_candidate"


def page(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    forms = fact_forms(request.POST if request.method == "POST" else None, profiles.of(candidate))
    answers = [form.is_valid() for form in forms.values()]  # each, so that all errors are told at once
    if request.method == "POST" and all(answers):
        return _changed(request, candidate, forms)
    people.record_view(candidate=candidate, by=request.user, at=now())
    context = {"title": TITLE, "subtitle": candidate, "candidate": candidate, **forms}
    return TemplateResponse(request, "admin/facts.html", site.each_context(request) | context)


def _changed(request: HttpRequest, candidate: Candidate, forms: dict[str, Any]) -> HttpResponse:
    facts = facts_in(forms["form"], forms["certificates"], forms["languages"])
    try:
        profiles.update(candidate=candidate, facts=facts, by=request.user, at=now())
    except tuple(OUT_OF_REACH) as error:
        messages.error(request, OUT_OF_REACH[type(error)])
        return redirect("admin:candidates_candidate_changelist")
    messages.success(request, _("Saved."))
    return redirect(candidate.get_absolute_url())


def facts_panel(request: HttpRequest, candidate: Candidate) -> Panel:
    """What can be searched for; set aside with what the person applied with."""
    rows = [(label, value) for label, value in _told(request, candidate) if value]
    may = request.user.has_perm(CHANGE)
    note = show.link(reverse("admin:facts", args=[candidate.pk]), gettext("Change skills and facts")) if may else ""
    empty = _("Nothing is written down yet: only the documents and the name are searched.")
    return Panel(TITLE, (_("what"), _("noted")), rows, empty, note)


def cv_panel(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Work and education as the person wrote them, in the person's order; nobody else changes them."""
    rows = [
        (str(name), f"{row}", show.text(row.period), show.text(row.description))
        for name, found in ((_("Work"), candidate.work), (_("Education"), candidate.education))
        for row in found.visible_to(request.user).in_order()
    ]
    heads = (_("what"), _("where"), _("when"), _("description"))
    return [Panel(_("Work and education"), heads, rows, "")] if rows else []


def _told(request: HttpRequest, candidate: Candidate) -> list[tuple[Any, Any]]:
    def seen(rows: Any) -> Any:
        return rows.visible_to(request.user)

    profile = seen(Profile.objects).filter(candidate=candidate).first()
    begins = (
        [profile.get_availability_display(), profile.available_from and show.plain_day(profile.available_from)]
        if profile
        else []
    )
    certificates = [
        show.with_tag(each, show.plain_day(each.valid_until), "neutral") if each.valid_until else str(each)
        for each in seen(candidate.certificates).order_by("name", "pk")
    ]
    return [
        (_("place"), profile.place if profile else ""),
        (_("can begin"), " ".join(str(each) for each in begins if each)),
        (_("skills"), ", ".join(map(str, seen(candidate.skills).order_by("name", "pk")))),
        (_("certificates"), format_html_join(", ", "{}", ((each,) for each in certificates))),
        (_("languages"), ", ".join(map(str, seen(candidate.languages).order_by("-level", "language")))),
    ]


admin.site.add_page(Page("facts", TITLE, "candidates", CHANGE, page, "candidates/candidate/<uuid:pk>/facts/"))
