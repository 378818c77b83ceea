"""Persons whose storage time nothing can work out: each is looked at here, kept until a day, or erased."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.actions import reviews, trail
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.paginator import CappedPaginator
from privacy.admin.people import RESTRICTED, erasure_panels, storage_panel, told
from privacy.admin.show import Panel
from privacy.admin.site import Page, WorkspaceSite
from privacy.admin.steps import OUT_OF_REACH, Text
from privacy.choices import PeriodCode, Verb
from privacy.forms.days import DayField
from privacy.queries import reviews as reading
from privacy.queries.reviews import InReview, Row

PER_PAGE = 25
CORE = forms.Media(js=["admin/js/core.js"])  # which the calendar beside a date needs
DECIDE = "privacy.add_reviewdecision"
TITLE = _("Waiting for a decision")
NOT_WAITING = _("This person waits for no decision any more: it was decided, corrected or erased meanwhile.")
OF_A_FIELD: dict[type[Exception], tuple[str, Text]] = {
    reviews.TooSoon: ("keep_until", _("Choose a day that is ahead.")),
    reviews.TooLong: ("keep_until", _("At most two years ahead: nothing is kept longer without a consent.")),
    reviews.NoReason: ("reason", _("Say why.")),
}
NOT_THERE: dict[type[Exception], Text] = {
    **OUT_OF_REACH,
    reviews.NotInReview: NOT_WAITING,
    reviews.AwaitsApproval: _("The storage time itself is not approved: the manager approves it, for everybody."),
}


class KeepForm(forms.Form):
    row = forms.ChoiceField(label=_("What"))
    keep_until = DayField(label=_("Kept until"), help_text=_("The first day it is gone; at most two years ahead."))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, max_length=2000,
        help_text=_("Where the time comes from. The person is given this on asking for access."),
    )  # fmt: skip

    def __init__(self, rows: Iterable[Row], data: Any = None) -> None:
        super().__init__(data)
        self.fields["row"].choices = [(" ".join(row.key), _said(row)) for row in rows]  # type: ignore[attr-defined]


def _said(row: Row) -> str:
    return f"{row.name} ({', '.join(row.missing)})" if row.missing else row.name


# --- the list ---
def page(site: WorkspaceSite, request: HttpRequest) -> HttpResponse:
    shown = CappedPaginator(reading.waiting(), PER_PAGE).get_page(request.GET.get("p"))
    found = reading.of_persons(shown.object_list, timezone.localdate())
    decided = list(reading.decisions_in_force(timezone.localdate())[:PER_PAGE])
    names = site.names_of(request, {each.subject_id for each in found} | {each.subject.root_id for each in decided})
    codes = sorted({code for each in found for row in each.rows for code in row.periods})
    context = _context(site, request) | {
        "title": TITLE,
        "shown": shown,
        "lines": [_line(request, each, names) for each in found],
        "unapproved": [PeriodCode(code).label for code in codes],
        "restricted": reading.restricted().count() if request.user.has_perm("privacy.view_restriction") else 0,
        "panels": [_decided(request, decided, names)] if decided else [],
    }
    return TemplateResponse(request, "admin/reviews.html", context)


def _line(request: HttpRequest, found: InReview, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    may = request.user.has_perm(DECIDE)
    return {
        "person": names.get(found.subject_id, found.subject_id),
        "since": show.day(found.since),
        "rows": [
            (RESTRICTED if row.is_set_aside else row.name, capfirst(", ".join(row.missing))) for row in found.rows
        ],
        "is_ruleless": found.is_ruleless,
        "keep_url": _url("review_keep", found.subject_id) if may and found.to_decide else "",
        "erase_url": _url("review_erase", found.subject_id) if may and found.can_be_erased else "",
    }


def _decided(request: HttpRequest, decided: list[Any], names: dict[uuid.UUID, str]) -> Panel:
    may = request.user.has_perm(DECIDE)
    rows = [
        (
            names.get(each.subject.root_id, each.subject.root_id), show.day(each.keep_until), each.decided_by,
            show.day(each.decided_at),
            show.link(_url("review_keep", each.subject.root_id), _("Decide again")) if may else "",
        )
        for each in decided
    ]  # fmt: skip
    heads = (_("person"), _("kept until"), _("decided by"), _("decided"), "")
    note = _("The newest 25. The day comes by itself: then it is deleted.")
    return Panel(_("Decided by a person here"), heads, rows, note=note)


# --- one person ---
def keep(site: WorkspaceSite, request: HttpRequest, subject_id: uuid.UUID) -> HttpResponse:
    found = reading.of_person(subject_id, timezone.localdate())
    if found is None or not found.to_decide:
        return _back(request, NOT_WAITING, is_done=False)
    form = KeepForm(found.to_decide, request.POST if request.method == "POST" else None)
    if form.is_valid() and (answer := _keep(request, subject_id, form)):
        return answer
    step = {"label": _("Keep"), "question": _("Decide for how long, since no date says it. Then it goes by itself.")}
    return _ask(site, request, found, step, form=form, panels=[storage_panel(subject_id)])


def _keep(request: HttpRequest, subject_id: uuid.UUID, form: KeepForm) -> HttpResponse | None:
    """Where to go now; None to show the form again with what is wrong in it."""
    data = form.cleaned_data
    label, _space, pk = data.pop("row").partition(" ")
    try:
        reviews.keep(subject_id=subject_id, object_label=label, object_id=pk, by=request.user, at=now(), **data)
    except tuple(OF_A_FIELD) as error:
        form.add_error(*OF_A_FIELD[type(error)])
        return None
    except tuple(NOT_THERE) as error:
        return _back(request, NOT_THERE[type(error)], is_done=False)
    return _back(request, gettext("Kept until %(day)s.") % {"day": show.plain_day(data["keep_until"])})


def erase(site: WorkspaceSite, request: HttpRequest, subject_id: uuid.UUID) -> HttpResponse:
    found = reading.of_person(subject_id, timezone.localdate())
    if found is None or not found.can_be_erased:
        return _back(request, NOT_WAITING, is_done=False)
    if request.method == "POST":
        return _erase(request, subject_id)
    step = {"label": _("Erase"), "question": _("It cannot be undone."), "tone": "danger"}
    return _ask(site, request, found, step, form=forms.Form(), panels=erasure_panels(subject_id))


def _erase(request: HttpRequest, subject_id: uuid.UUID) -> HttpResponse:
    try:
        answer = reviews.erase(subject_id=subject_id, by=request.user, at=now())
    except tuple(NOT_THERE) as error:
        return _back(request, NOT_THERE[type(error)], is_done=False)
    return _back(request, told(answer) or _("Erased."))


def _ask(
    site: WorkspaceSite,
    request: HttpRequest,
    found: InReview,
    step: dict[str, Any],
    *,
    form: forms.Form,
    panels: list[Panel],
) -> HttpResponse:
    """The page before the button is final; looking at it is in the trail, also beneath a form that was refused."""
    person = found.subject_id
    trail.record(Verb.VIEWED, subject_id=person, by=request.user, at=now(), activity="rights")
    context = _context(site, request) | {
        "title": step["label"], "step": step, "form": form, "panels": panels, "media": CORE + form.media,
        "rows": [site.names_of(request, [person]).get(person, person)], "back": reverse("admin:reviews"),
    }  # fmt: skip
    return TemplateResponse(request, "admin/review.html", context)


def _context(site: WorkspaceSite, request: HttpRequest) -> dict[str, Any]:
    return site.each_context(request) | {"subtitle": None, "list_title": TITLE}


def _back(request: HttpRequest, sentence: Text, *, is_done: bool = True) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS if is_done else messages.ERROR, sentence)
    return redirect("admin:reviews")


def _url(name: str, subject_id: uuid.UUID) -> str:
    return reverse(f"admin:{name}", args=[subject_id])


LIST = "retention/reviews/"
ONE = LIST + "<uuid:subject_id>/"
admin.site.add_page(Page("reviews", TITLE, "privacy", "privacy.view_purgerun", page, LIST))
admin.site.add_page(Page("review_keep", _("Keep"), "privacy", DECIDE, keep, ONE + "keep/", "admin:reviews"))
admin.site.add_page(Page("review_erase", _("Erase"), "privacy", DECIDE, erase, ONE + "erase/", "admin:reviews"))
