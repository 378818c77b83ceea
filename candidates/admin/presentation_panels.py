"""What stands beneath a presentation: who is in it and may be shown, who reads it, what was answered."""

import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ClientAnswer, Refusal
from candidates.models import Presentation, PresentationAnswer, PresentationItem, PresentationReader
from candidates.queries import presentation_papers as papers
from candidates.queries import presentation_words as words
from candidates.queries import presentations as reading
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel, Text

ANSWERS = {ClientAnswer.INTERESTED: "success", ClientAnswer.NO: "danger", ClientAnswer.QUESTION: "warning"}

NO_MORE: dict[str, Text] = {
    Refusal.ORDER_NOT_OPEN: _("The order is closed."),
    Refusal.RESTRICTED: _("The candidate's data are set aside."),
    Refusal.BLOCKED_EMPLOYER: _("The candidate has blocked this employer."),
    Refusal.SAID_NO: _("The candidate has said no."),
    Refusal.WAITS: _("The candidate was asked anew, and has not answered."),
    Refusal.ASK_FIRST: _("The candidate wants to be asked first."),
    Refusal.ONLY_ELSEWHERE: _("The candidate is here for another position only."),
}  # why somebody in what was sent is shown no more


def state(whole: Presentation) -> str:
    if whole.is_draft:
        is_over = whole.job_order.closed_at is not None
        return show.tag(_("over: the order is closed")) if is_over else show.tag(_("not sent"), "warning")
    if whole.revoked_at:
        return show.tag(_("taken back"), "danger")
    return show.tag(_("can be read"), "success") if whole.ends_at > now() else show.tag(_("over"))


def shown(whole: Presentation) -> Panel:
    """Each candidate with what is chosen, and whether the client may see it now; if not, why, and what to do."""
    rows = [(_who(candidate), _chosen(whole, candidate), _may(whole, candidate)) for candidate in reading.in_it(whole)]
    return Panel(
        _("Who is presented"), (_("candidate"), _("what is shown"), _("may be shown now")), rows,
        _("Nobody yet: add a candidate."),
    )  # fmt: skip


def _who(candidate: Any) -> str:
    return show.link(candidate.get_absolute_url(), candidate)


def _chosen(whole: Presentation, candidate: Any) -> str:
    rows = papers.items(whole.pk).filter(candidate=candidate).order_by("added_at", "pk")
    there = statements_there(whole)
    said = [each.text or capfirst(named(each, there)) for each in rows]
    number = next((reading.reference_of(each) for each in rows if each.disclosure), "")
    return show.text("\n\n".join([*said, *([_("Our reference: %(number)s") % {"number": number}] if number else [])]))


def statements_there(whole: Presentation) -> list[uuid.UUID]:
    """The items whose referee may be named at this moment."""
    return [each.pk for each in words.statements(whole)]


def named(item: PresentationItem, there: list[uuid.UUID]) -> str:
    if item.reference_id:
        who = item.reference if item.pk in there else _("not to be had")
        return f"{item.get_kind_display()}: {who}"
    if item.test_result:
        return f"{item.get_kind_display()}: {item.test_result}"
    document, copy = item.document, item.client_copy
    said = f"{document.get_kind_display()}: {document}" if document else str(item)
    return f"{said} ({copy._meta.verbose_name})" if copy else said


def _may(whole: Presentation, candidate: Any) -> str:
    """Of a draft, what to do about it stands in a panel of its own; of what was sent nothing is to be done here."""
    if not whole.is_draft and (whole.revoked_at or whole.ends_at <= now()):
        return show.tag(_("no, it is over"))
    code = reading.why_not(whole.job_order, candidate, at=now())
    if not code:
        return show.tag(_("yes"), "success")
    if whole.is_draft:
        return show.tag(_("not yet"), "warning")
    return show.with_tag(NO_MORE.get(code, Refusal(code).label), _("not any more"), "danger")


def readers(whole: Presentation) -> Panel:
    found = whole.readers.unrestricted().select_related("contact").order_by("granted_at", "pk")
    rows = [
        (each.contact.name, _how(whole, each), show.moment(each.opened_at),
         show.day(each.revoked_at))
        for each in found
    ]  # fmt: skip
    heads = (_("name"), _("how"), _("first read"), _("taken out"))
    return Panel(_("Who at the client reads it"), heads, rows, _("Nobody: the contact person is not there any more."))


def _how(whole: Presentation, reader: PresentationReader) -> Text:
    if whole.is_draft:
        return _("gets the link when it is sent")
    return _("let in by a colleague") if reader.is_invited else _("we wrote to")


def answers(request: HttpRequest, whole: Presentation) -> Panel:
    found = PresentationAnswer.objects.visible_to(request.user).filter(presentation=whole)
    rows = [
        (_who(each.candidate), show.tag(each.get_answer_display(), ANSWERS[ClientAnswer(each.answer)]), show.text(each.comment),
         each.reader.contact.name if each.reader else show.NOTHING, show.moment(each.at))
        for each in found.select_related("candidate", "reader__contact").order_by("-at", "pk")[:100]
    ]  # fmt: skip
    heads = (_("candidate"), _("answer"), _("comment"), _("by"), _("when"))
    return Panel(_("What the client says"), heads, rows, _("No answer yet."))


def of_order(request: HttpRequest, order: JobOrder) -> list[Panel]:
    """Beneath a job order: what the client was shown, and where a new one is begun."""
    if not request.user.has_perm("candidates.view_presentation"):
        return []
    found = (
        Presentation.objects.visible_to(request.user).filter(job_order=order).select_related("created_by", "job_order")
    )
    rows = [
        (show.link(each.get_absolute_url(), each.created_by), state(each), show.day(each.sent_at), show.day(each.last_day))
        for each in found.order_by("-created_at", "pk")[:50]
    ]  # fmt: skip
    if order.is_open and request.user.has_perm("candidates.add_presentation"):
        begin = f"{reverse('admin:candidates_presentation_add')}?job_order={order.pk}"
        rows.append((show.link(begin, _("Begin a presentation")), "", "", ""))
    heads = (_("put together by"), _("state"), _("sent"), _("last day"))
    return [Panel(_("Presentations to the client"), heads, rows, _("None yet."))]
