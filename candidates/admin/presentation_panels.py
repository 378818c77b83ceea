"""What stands beneath a presentation: who is in it and may be shown, who reads it, what was answered."""

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ClientAnswer, Refusal
from candidates.models import Presentation, PresentationAnswer, PresentationItem
from candidates.queries import presentation_papers as papers
from candidates.queries import presentation_words as words
from candidates.queries import presentations as reading
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel

ANSWERS = {ClientAnswer.INTERESTED: "success", ClientAnswer.NO: "danger", ClientAnswer.QUESTION: "warning"}


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
    code = reading.why_not(whole.job_order, None, at=now())
    note = Refusal(code).label if code else ""
    return Panel(
        _("Who is presented"), (_("candidate"), _("what is shown"), _("may be shown now")), rows,
        _("Nobody yet: add a candidate."), note=note,
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
    code = reading.why_not(whole.job_order, candidate, at=now())
    return f"{Refusal(code).label}" if code else show.tag(_("yes"), "success")


def readers(whole: Presentation) -> Panel:
    found = whole.readers.unrestricted().select_related("contact").order_by("granted_at", "pk")
    rows = [
        (each.contact.name, _("let in by a colleague") if each.is_invited else _("we wrote to"), show.moment(each.opened_at),
         show.day(each.revoked_at))
        for each in found
    ]  # fmt: skip
    heads = (_("name"), _("how"), _("first read"), _("taken out"))
    return Panel(_("Who at the client reads it"), heads, rows, _("Nobody: the contact person is not there any more."))


def answers(request: HttpRequest, whole: Presentation) -> Panel:
    found = PresentationAnswer.objects.visible_to(request.user).filter(presentation=whole)
    rows = [
        (_who(each.candidate), show.tag(each.get_answer_display(), ANSWERS[ClientAnswer(each.answer)]), show.text(each.comment),
         each.reader.contact.name if each.reader else show.NOTHING, show.moment(each.at))
        for each in found.select_related("candidate", "reader__contact").order_by("-at", "pk")[:100]
    ]  # fmt: skip
    heads = (_("candidate"), _("answer"), _("comment"), _("by"), _("when"))
    return Panel(_("What the client says"), heads, rows, _("No answer yet."))
