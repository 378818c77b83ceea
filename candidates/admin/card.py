"""The candidate's card: what an adviser needs of a person on one page, in the order one reads it.

An app, or a part that comes later, puts its table on it by `admin.site.add_panels(Candidate, panel)`. What is not read each
time is `Folded`: the page counts it, and its own address reads it.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.actions import checks
from candidates.admin import base, card_told, duplicates, identities, letters, presentation_panels, sharing, stages
from candidates.admin.documents import documents_panel
from candidates.admin.profiles import profile_panels
from candidates.models import (
    Application,
    Candidate,
    CheckNotice,
    Note,
    Offer,
    Placement,
    PresentationAnswer,
    PresentationItem,
    SpecialCheck,
)
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.folding import Folded
from privacy.admin.people import root_of, statements_panel
from privacy.admin.show import Panel

MOST = 50
OUTCOME = _("Offers and employments")
CHECKS = _("Special checks")
PRESENTATIONS = _("Presentations")


def statements(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    return statements_panel(root_of(candidate))


def applications(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    found = candidate.applications.visible_to(request.user).select_related("job_ad", "job_order")
    rows = [
        (show.link(each.get_absolute_url(), each.position), stages.tag(each.stage), show.day(each.stage_since),
         show.day(each.submitted_at), each.get_keep_scope_display())
        for each in found.order_by("-submitted_at", "pk")
    ]  # fmt: skip
    heads = (_("position"), _("stage"), _("since"), _("received"), _("keep"))
    return [Panel(_("Applications"), heads, rows, _("No applications."))]


def notes(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Of all applications, the newest first; each is written on its application."""
    found = Note.objects.visible_to(request.user).filter(application__candidate=candidate)
    known = found.select_related("written_by", "application__job_ad", "application__job_order")
    rows = [
        (show.link(reverse("admin:candidates_note_change", args=[each.pk]), show.day(each.written_at)),
         show.link(each.application.get_absolute_url(), each.application.position), show.text(each.text),
         str(each.written_by))
        for each in known.order_by("-written_at", "-pk")[:MOST]
    ]  # fmt: skip
    heads = (_("written"), _("position"), _("note"), _("by"))
    return [Panel(_("Notes"), heads, rows, _("No notes: they are written on an application."))]


def documents(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    found = candidate.documents.visible_to(request.user).defer("text", "search")
    return [documents_panel(found.order_by("-uploaded_at", "pk"))]


def _outcomes(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [_of(model, request, candidate) for model in (Offer, Placement)]


def outcome(request: HttpRequest, candidate: Candidate) -> Panel:
    """Offers and employments."""
    offers = _with_position(_of(Offer, request, candidate)).order_by("-made_at", "-pk")[:MOST]
    placed = _with_position(_of(Placement, request, candidate)).order_by("-registered_at", "-pk")[:MOST]
    rows = [(_("offer"), _position(each), show.day(each.starts_on), _answer(each)) for each in offers]
    rows += [
        (_("employment"), _position(each), show.day(each.starts_on),
         _("follow up on %(day)s") % {"day": show.plain_day(each.follow_up_on)} if not each.followed_up_at else "")
        for each in placed
    ]  # fmt: skip
    heads = (_("what"), _("position"), _("first day at work"), _("state"))
    return Panel(OUTCOME, heads, rows)


def _of(model: Any, request: HttpRequest, candidate: Candidate) -> Any:
    return model.objects.visible_to(request.user).filter(application__candidate=candidate)


def _with_position(rows: Any) -> Any:
    return rows.select_related("application__job_ad", "application__job_order")


def _position(row: Any) -> str:
    application: Application = row.application
    return show.link(application.get_absolute_url(), application.position)


def _answer(offer: Offer) -> Any:
    if offer.withdrawn_at:
        return _("offer withdrawn")
    return offer.get_answer_display() or _("waits for an answer, until %(day)s") % {
        "day": show.plain_day(offer.reply_by)
    }


def _notices(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [_of(CheckNotice, request, candidate)]


def special_checks(request: HttpRequest, candidate: Candidate) -> Panel:
    """Only while the assignment lasts; each view is in the trail."""
    told = _with_position(_of(CheckNotice, request, candidate)).select_related("requirement")
    notices = list(told.order_by("-told_at", "-pk")[:MOST])
    found = SpecialCheck.objects.visible_to(request.user).filter(notice__in=[each.pk for each in notices])
    noted = {
        each.notice_id: each
        for each in found.select_related("notice__requirement", "notice__application__candidate", "seen_by")
    }
    checks.record_views(checks=noted.values(), by=request.user, at=now())
    rows = [(str(each), _position(each), show.day(each.told_at), _seen(noted.get(each.pk))) for each in notices]
    heads = (_("check"), _("position"), _("told"), _("outcome"))
    note = _("Seen by the adviser of the order and a manager only. Deleted when the assignment ends.")
    return Panel(CHECKS, heads, rows, note=note)


def _seen(check: SpecialCheck | None) -> Any:
    if check is None:
        return show.NOTHING
    return show.with_tag(show.day(check.seen_on), check.get_outcome_display(), "success")


def _items(request: HttpRequest, candidate: Candidate) -> Any:
    return PresentationItem.objects.visible_to(request.user).filter(candidate=candidate)


def _presented(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [_items(request, candidate).values("presentation").distinct()]


def presentations(request: HttpRequest, candidate: Candidate) -> Panel:
    """To whom the candidate was presented, and the newest thing each client said."""
    found = {each.presentation_id: each.presentation for each in _items(request, candidate).select_related(
        "presentation__job_order__company"
    ).order_by("-presentation__created_at", "pk")}  # fmt: skip
    said = PresentationAnswer.objects.visible_to(request.user).filter(candidate=candidate).order_by("at", "pk")
    answers = {each.presentation_id: each for each in said}
    rows = [
        (show.link(whole.get_absolute_url(), whole), whole.job_order.company.name, presentation_panels.state(whole),
         show.day(whole.sent_at), _said(answers.get(pk)))
        for pk, whole in found.items()
    ]  # fmt: skip
    heads = (_("job order"), _("client"), _("state"), _("sent"), _("answer"))
    return Panel(PRESENTATIONS, heads, rows)


def _said(answer: PresentationAnswer | None) -> Any:
    if answer is None:
        return show.NOTHING
    return show.with_tag(answer.comment, answer.get_answer_display(), presentation_panels.ANSWERS[answer.answer])  # type: ignore[index]


# The work first, then what the person is told of it; between them what others put on the card.
ABOVE = (
    duplicates.panel, statements, applications, notes, documents, profile_panels, identities.panel, base.base_panel,
)  # fmt: skip
BELOW = (
    Folded("outcome", OUTCOME, outcome, _outcomes),
    Folded("checks", CHECKS, special_checks, _notices),
    Folded("presentations", PRESENTATIONS, presentations, _presented, _("Not presented to anybody.")),
    sharing.PANEL,
    letters.PANEL,
    *card_told.PANELS,
)
