"""News for clients: a draft, a test to oneself, the number of readers, and out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients import emails
from clients.actions import newsletters
from clients.models import Newsletter
from clients.queries import newsletters as asked
from privacy.actions.mails import Suppressed
from privacy.admin import show
from privacy.admin.answering import can_be_written
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices.marketing import MarketingGround
from privacy.models import Mailing
from privacy.queries.wording import worded

REFUSALS: dict[type[Exception], Any] = {
    newsletters.AlreadySent: _("It is sent already, and what was sent does not change."),
    newsletters.NotTested: _("Send yourself a test first, and read it."),
    newsletters.NoAddress: _("Your account has no confirmed address."),
    Suppressed: _(
        "Your own address has said no to this kind of e-mail. Take that back, by the link in an earlier one."
    ),
}
WHY = {
    MarketingGround.CUSTOMER: _(
        "customers: an agreement in force, or an order within two years; told that they may say no"
    ),
    MarketingGround.CONSENT: _("people who have asked for it"),
}


def _test(request: HttpRequest, newsletter: Newsletter, data: dict[str, Any]) -> None:
    newsletters.test(newsletter=newsletter, by=request.user, at=now())


def _send(request: HttpRequest, newsletter: Newsletter, data: dict[str, Any]) -> None:
    newsletters.send(newsletter=newsletter, by=request.user, at=now())


def _is_draft(newsletter: Newsletter) -> bool:
    return newsletter.sent_at is None


def _readers(newsletter: Newsletter) -> dict[str, Any]:
    """How many, by ground: marketing sees numbers and nobody's name."""
    counts = asked.counts(Mailing(ordered_at=now()))
    rows = [(label, counts.get(ground, 0)) for ground, label in WHY.items()]
    note = _("Whoever has said no, has ended or is restricted is left out when it is written.")
    readers = Panel(
        _("Readers: %(number)d") % {"number": sum(counts.values())}, (_("why"), _("how many")), rows, note=note
    )
    return {"panels": [readers, *_as_read(newsletter)]}


def _as_read(newsletter: Newsletter) -> list[Panel]:
    """The text as it is sent, but for the words under it."""
    rows = []
    for language in ("nb", "en") if newsletter.text_en else ("nb",):
        message = emails.newsletter(newsletter, name="…", language=language, ground=MarketingGround.CUSTOMER)
        line, text = worded(message.template, message.context, language)
        rows.append((line, show.text(text)))
    return [Panel(_("As it is read"), (_("subject line"), _("text")), rows)]


@admin.register(Newsletter)
class NewsletterAdmin(WorkspaceAdmin):
    menu_order = 60
    refusals = REFUSALS
    list_display = ("subject_nb", "standing", "written_at", "sent")
    ordering = ("-written_at", "-id")
    fields = ("subject_nb", "text_nb", "subject_en", "text_en")
    steps = (
        Step("test", _("Send me a test"), _test, "clients.change_newsletter", _("The test is on its way to you. Read it."),
             is_open=_is_draft, refusals=REFUSALS),
        Step("send", _("Send to all readers"), _send, "clients.change_newsletter", _("Ordered: the worker writes to everybody now."),
             roles=("manager", "marketing"), is_open=_is_draft, refusals=REFUSALS, preview=_readers, tone="danger",
             question=_("Look at the number once more. It cannot be called back.")),
    )  # fmt: skip

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Newsletter:
        return newsletters.write(by=request.user, at=now(), **data)

    def change(self, request: HttpRequest, row: Newsletter, data: dict[str, Any]) -> None:
        newsletters.change(newsletter=row, by=request.user, at=now(), **data)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and can_be_written(request, obj, _is_draft)

    def panels(self, request: HttpRequest, row: Newsletter) -> list[Panel]:
        return [*_mailings(row), *_as_read(row)]

    @admin.display(description=_("state"))
    def standing(self, newsletter: Newsletter) -> str:
        if newsletter.sent_at:
            return show.tag(_("sent"), "success")
        return show.tag(_("read as a test"), "info") if newsletter.tested_at else show.tag(_("draft"))

    @admin.display(description=_("sent"), ordering="sent_at")
    def sent(self, newsletter: Newsletter) -> str:
        return show.moment(newsletter.sent_at)


def _mailings(newsletter: Newsletter) -> list[Panel]:
    found = Mailing.objects.filter(audience=newsletters.AUDIENCE, about=str(newsletter.pk))
    rows = [
        (show.moment(each.ordered_at), each.written_count, each.skipped_count, show.moment(each.finished_at))
        for each in found
    ]
    return [Panel(_("Sending"), (_("ordered"), _("written"), _("left out"), _("written to all")), rows)] if rows else []
