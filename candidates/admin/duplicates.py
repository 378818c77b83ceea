"""Two candidates who may be one person: offered on the card, looked at side by side, brought together."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.actions import merging, people
from candidates.forms.merging import MergeForm
from candidates.models import Candidate
from candidates.queries import duplicates
from candidates.queries.people import with_email
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH

TITLE = _("Is this one person?")
CHANGE = "candidates.change_candidate"
TWO = 2
REFUSALS: dict[type[Exception], Any] = {
    merging.SamePerson: _("They are one already."),
    merging.AccountGoesOn: _("One of them has got an account meanwhile, and goes on: look again, then decide."),
    merging.IsEmployed: _("One of them is, or was, employed by us: only a manager brings them together. Ask one."),
    merging.WorksHere: _("One of them logs in as a colleague. Whoever keeps the accounts closes that one first."),
    **OUT_OF_REACH,
}


def panel(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Only where there is somebody it may be."""
    if not request.user.has_perm(CHANGE):
        return []
    email = getattr(candidate, "email", "")
    found = duplicates.of(candidate, email, among=Candidate.objects.visible_to(request.user))
    rows = [
        (show.link(each.get_absolute_url(), each), getattr(each, "email", "") or show.NOTHING, ", ".join(map(str, alike)),
         show.day(each.created_at), show.link(url_of(candidate.pk, each.pk), _("Compare")))
        for each, alike in found
    ]  # fmt: skip
    heads = (_("name"), _("e-mail address"), _("in common"), _("registered"), _("look at both"))
    note = _("A hint, and no more: only a human being says whether two are one.")
    return [Panel(_("May be registered twice"), heads, rows, note=note)] if rows else []


def page(site: WorkspaceSite, request: HttpRequest, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    seen = with_email(Candidate.objects.visible_to(request.user)).select_related("adviser")
    if pk == other:
        raise Http404
    both = get_object_or_404(seen, pk=pk), get_object_or_404(seen, pk=other)
    theirs = duplicates.with_account(*both)
    typed = request.POST if request.method == "POST" else None
    form = MergeForm(typed, both=both, goes_on=theirs or list(both))
    if form.is_valid() and (answer := _merged(request, form)):
        return answer
    for each in both:  # also beneath a form that is refused
        people.record_view(candidate=each, by=request.user, at=now())
    context = {
        "title": TITLE, "form": form, "both": [duplicates.side(each, reader=request.user) for each in both], "back": both[0],
        "have_accounts": len(theirs),
    }  # fmt: skip
    return TemplateResponse(request, "admin/merge.html", site.each_context(request) | context)


def _merged(request: HttpRequest, form: MergeForm) -> HttpResponse | None:
    """Where to go now; None to show the form again, with why not."""
    lost, into, stays = form.settled()
    try:
        merging.merge(lost=lost, into=into, by=request.user, at=now(), **stays)  # type: ignore[arg-type]
    except tuple(REFUSALS) as error:
        why = next(text for kind, text in REFUSALS.items() if isinstance(error, kind))
        if type(error) in OUT_OF_REACH:
            messages.error(request, why)
            return redirect("admin:candidates_candidate_changelist")
        form.add_error(None, why)
        return None
    messages.success(request, gettext("They are one now: all that both had is on this card."))
    return redirect(into.get_absolute_url())


def actions(request: HttpRequest) -> dict[str, Any]:
    """What the list offers to those who may."""
    known = (compare, "compare", _("Compare two: is this one person?"))
    return {"compare": known} if request.user.has_perm(CHANGE) else {}


def compare(model_admin: Any, request: HttpRequest, rows: Any) -> HttpResponse | None:
    """From the list: two that somebody has found."""
    found = list(rows.order_by("created_at", "pk").values_list("pk", flat=True)[: TWO + 1])
    if len(found) != TWO:
        messages.error(request, gettext("Choose two candidates to compare."))
        return None
    return redirect(url_of(*found))


def url_of(one: uuid.UUID, other: uuid.UUID) -> str:
    return reverse("admin:merge_candidates", args=[one, other])


admin.site.add_page(
    Page(
        "merge_candidates", TITLE, "candidates", CHANGE, page, "candidates/candidate/<uuid:pk>/same/<uuid:other>/",
        "admin:candidates_candidate_changelist",
    )
)  # fmt: skip
