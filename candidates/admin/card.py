"""The candidate's card: what an adviser needs of a person on one page, in the order one reads it.

An app, or a part that comes later, puts its table on it by `admin.site.add_panels(Candidate, panel)`.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.actions import checks
from candidates.admin import base, duplicates, identities, letters, presentation_panels, sharing, stages
from candidates.admin.documents import documents_panel
from candidates.admin.profiles import cv_panel, facts_panel
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
from privacy.admin.disclosures import given_panel
from privacy.admin.informing import sources_panel
from privacy.admin.people import root_of, statements_panel, storage_panel, trail_panel
from privacy.admin.show import Panel
from privacy.models import OutgoingMail
from privacy.queries.numbers import numbers_of

MOST = 50
# What payroll works with; an adviser reads no line about it.
OF_EMPLOYMENT = ("candidates.employment", "candidates.employmentfile", "candidates.payaccount")


def panels(request: HttpRequest, row: Candidate, *, more: list[Panel]) -> list[Panel]:
    """The work first, then what the person is told of it; between them what others put on the card."""
    documents = row.documents.visible_to(request.user).defer("text", "search").order_by("-uploaded_at", "pk")
    root = root_of(row)
    hidden = () if request.user.has_perm("candidates.view_employment") else OF_EMPLOYMENT
    return [
        *duplicates.panel(request, row), *statements_panel(root), applications(request, row), notes(request, row),
        documents_panel(documents), facts_panel(request, row), *cv_panel(request, row), *identities.panel(request, row), *more,
        *outcome(request, row), *special_checks(request, row), presentations(request, row), sharing.panel(request, row),
        base.base_panel(request, row), letters.letters_panel(request, row), mails(request, row),
        sources_panel(request, root), given_panel(root), storage_panel(root, hidden=hidden), trail_panel(root, hidden=hidden),
    ]  # fmt: skip


def applications(request: HttpRequest, candidate: Candidate) -> Panel:
    found = candidate.applications.visible_to(request.user).select_related("job_ad", "job_order")
    rows = [
        (show.link(each.get_absolute_url(), each.position), stages.tag(each.stage), show.day(each.stage_since),
         show.day(each.submitted_at), each.get_keep_scope_display())
        for each in found.order_by("-submitted_at", "pk")
    ]  # fmt: skip
    heads = (_("position"), _("stage"), _("since"), _("received"), _("keep"))
    return Panel(_("Applications"), heads, rows, _("No applications."))


def notes(request: HttpRequest, candidate: Candidate) -> Panel:
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
    return Panel(_("Notes"), heads, rows, _("No notes: they are written on an application."))


def outcome(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """Offers and employments, where there are any."""
    offers = _of(Offer, request, candidate).order_by("-made_at", "-pk")[:MOST]
    placed = _of(Placement, request, candidate).order_by("-registered_at", "-pk")[:MOST]
    rows = [(_("offer"), _position(each), show.day(each.starts_on), _answer(each)) for each in offers]
    rows += [
        (_("employment"), _position(each), show.day(each.starts_on),
         _("follow up on %(day)s") % {"day": show.plain_day(each.follow_up_on)} if not each.followed_up_at else "")
        for each in placed
    ]  # fmt: skip
    heads = (_("what"), _("position"), _("first day at work"), _("state"))
    return [Panel(_("Offers and employments"), heads, rows)] if rows else []


def _of(model: Any, request: HttpRequest, candidate: Candidate) -> Any:
    seen = model.objects.visible_to(request.user).filter(application__candidate=candidate)
    return seen.select_related("application__job_ad", "application__job_order")


def _position(row: Any) -> str:
    application: Application = row.application
    return show.link(application.get_absolute_url(), application.position)


def _answer(offer: Offer) -> Any:
    if offer.withdrawn_at:
        return _("offer withdrawn")
    return offer.get_answer_display() or _("waits for an answer, until %(day)s") % {
        "day": show.plain_day(offer.reply_by)
    }


def special_checks(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """As outcome, and only while the assignment lasts; each view is in the trail."""
    told = _of(CheckNotice, request, candidate).select_related("requirement").order_by("-told_at", "-pk")[:MOST]
    notices = list(told)
    found = SpecialCheck.objects.visible_to(request.user).filter(notice__in=[each.pk for each in notices])
    noted = {
        each.notice_id: each
        for each in found.select_related("notice__requirement", "notice__application__candidate", "seen_by")
    }
    checks.record_views(checks=noted.values(), by=request.user, at=now())
    rows = [(str(each), _position(each), show.day(each.told_at), _seen(noted.get(each.pk))) for each in notices]
    heads = (_("check"), _("position"), _("told"), _("outcome"))
    note = _("Seen by the adviser of the order and a manager only. Deleted when the assignment ends.")
    return [Panel(_("Special checks"), heads, rows, note=note)] if rows else []


def _seen(check: SpecialCheck | None) -> Any:
    if check is None:
        return show.NOTHING
    return show.with_tag(show.day(check.seen_on), check.get_outcome_display(), "success")


def presentations(request: HttpRequest, candidate: Candidate) -> Panel:
    """To whom the candidate was presented, and the newest thing each client said."""
    items = PresentationItem.objects.visible_to(request.user).filter(candidate=candidate)
    found = {each.presentation_id: each.presentation for each in items.select_related(
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
    return Panel(_("Presentations"), heads, rows, _("Not presented to anybody."))


def _said(answer: PresentationAnswer | None) -> Any:
    if answer is None:
        return show.NOTHING
    return show.with_tag(answer.comment, answer.get_answer_display(), presentation_panels.ANSWERS[answer.answer])  # type: ignore[index]


def mails(request: HttpRequest, candidate: Candidate) -> Panel:
    """What was written, without the texts and without codes to log in."""
    theirs = OutgoingMail.objects.visible_to(request.user).filter(subject__in=numbers_of(candidate.subject_id))
    found = theirs.filter(is_secret=False).select_related("activity").defer("body_text")
    rows = [
        (show.moment(each.sent_at or each.created_at), each.subject_line, each.get_state_display(),
         each.get_message_class_display())
        for each in found.order_by("-created_at", "-pk")[:20]
    ]  # fmt: skip
    heads = (_("when"), _("subject line"), _("state"), _("class"))
    return Panel(_("E-mails"), heads, rows, _("None."), _("The newest 20. What they said is kept for 30 days."))
