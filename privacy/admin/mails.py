"""E-mail that was sent, waits, or was given up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import mails
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.steps import Step
from privacy.choices import MailState
from privacy.models import OutgoingMail

COLORS = {
    MailState.QUEUED: "info",
    MailState.SENT: "success",
    MailState.FAILED: "danger",
    MailState.WITHHELD: "warning",
}


def _retry(request: HttpRequest, mail: OutgoingMail, data: dict[str, Any]) -> None:
    mails.retry(mail=mail, by=request.user, at=now())


def _was_not_sent(mail: OutgoingMail) -> bool:
    return mail.state in (MailState.FAILED, MailState.WITHHELD)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(PersonAdmin):
    menu_order = 20
    list_display = ("subject_line", "to", "what_became", "attempts", "last_error", "written")
    list_filter = ("state",)
    list_select_related = ("activity",)
    ordering = ("-id",)
    fields = (
        "subject_line", "to", "text_sent", "activity", "language", "state", "attempts", "last_error", "next_at", "sent_at",
        "created_at",
    )  # fmt: skip
    readonly_fields = ("text_sent",)
    steps = (
        Step(
            "retry", _("Send again"), _retry, "privacy.change_outgoingmail", _("Queued once more."),
            is_open=_was_not_sent, in_bulk=True,
            refusals={mails.TextIsGone: _("The text of this e-mail is gone, so there is nothing to send: write anew.")},
        ),
    )  # fmt: skip

    def looked_at(self, request: HttpRequest, row: OutgoingMail) -> None:
        if row.subject_id:
            super().looked_at(request, row)

    def activity_of(self, row: OutgoingMail) -> str:
        return row.activity.code

    @admin.display(description=_("state"), ordering="state")
    def what_became(self, mail: OutgoingMail) -> str:
        return show.tag(mail.get_state_display(), COLORS[MailState(mail.state)])

    @admin.display(description=_("created"), ordering="id")
    def written(self, mail: OutgoingMail) -> str:
        return show.moment(mail.created_at)

    @admin.display(description=_("text"))
    def text_sent(self, mail: OutgoingMail) -> Any:
        """A code or link to log in with is for its reader alone."""
        return _("Hidden: it holds a code or a personal link.") if mail.is_secret else mail.body_text
