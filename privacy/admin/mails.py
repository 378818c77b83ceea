"""E-mail that was sent, waits, or was given up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy import registries
from privacy.actions import mailings, mails
from privacy.admin import show
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.steps import Step
from privacy.choices import MailState
from privacy.models import Mailing, OutgoingMail

COLORS = {
    MailState.QUEUED: "info",
    MailState.SENDING: "info",
    MailState.SENT: "success",
    MailState.FAILED: "danger",
    MailState.WITHHELD: "warning",
    MailState.UNKNOWN: "danger",
}


def _retry(request: HttpRequest, mail: OutgoingMail, data: dict[str, Any]) -> None:
    mails.retry(mail=mail, by=request.user, at=now())


def _went(request: HttpRequest, mail: OutgoingMail, data: dict[str, Any]) -> None:
    mails.went(mail=mail, by=request.user, at=now())


def _is_in_doubt(mail: OutgoingMail) -> bool:
    return mail.state == MailState.UNKNOWN


def _was_not_sent(mail: OutgoingMail) -> bool:
    return mail.state in (MailState.FAILED, MailState.WITHHELD)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(PersonAdmin):
    menu_order = 20
    list_display = ("subject_line", "to", "what_became", "failures", "last_error", "written")
    list_filter = ("state", "message_class")
    list_select_related = ("activity",)
    ordering = ("-id",)
    fields = (
        "subject_line", "to", "text_sent", "message_class", "activity", "mailing", "what", "template_version",
        "message_uuid", "language", "state", "failures", "last_error", "next_at", "claimed_at", "sent_at", "created_at",
    )  # fmt: skip
    readonly_fields = ("text_sent", "what", "failures")
    steps = (
        Step(
            "retry", _("Send again"), _retry, "privacy.change_outgoingmail", _("Queued once more."),
            is_open=_was_not_sent, in_bulk=True,
            refusals={mails.TextIsGone: _("The text of this e-mail is gone, so there is nothing to send: write anew.")},
        ),
        Step(
            "send_in_doubt", _("Send once more"), _retry, "privacy.change_outgoingmail", _("Queued once more."),
            question=_("The program died or the mail server fell silent while this was handed over: it may have been "
                       "sent. If it was, the reader gets it twice."),
            is_open=_is_in_doubt,
            refusals={mails.TextIsGone: _("The text of this e-mail is gone, so there is nothing to send: write anew.")},
        ),
        Step(
            "went", _("It was sent"), _went, "privacy.change_outgoingmail", _("Noted as sent."),
            question=_("Look into the log of the mail server first, or ask the reader: the Message-ID is on the page of the e-mail."),
            is_open=_is_in_doubt,
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only keeps the program running sees that it went: the words are for those who read the history."""
        if request.user.has_perm("privacy.view_trailentry"):
            return self.fields
        return [name for name in self.fields if name != "text_sent"]

    def looked_at(self, request: HttpRequest, row: OutgoingMail) -> None:
        if row.subject_id:
            super().looked_at(request, row)

    def activity_of(self, row: OutgoingMail) -> str:
        return row.activity.code

    @admin.display(description=_("state"), ordering="state")
    def what_became(self, mail: OutgoingMail) -> str:
        return show.tag(mail.get_state_display(), COLORS[MailState(mail.state)])

    @admin.display(description=_("message"))
    def what(self, mail: OutgoingMail) -> str:
        return capfirst(registries.names_of_mails.get(mail.template, mail.template))

    @admin.display(description=_("failed attempts"), ordering="attempts")
    def failures(self, mail: OutgoingMail) -> int:
        """What went at once has none."""
        return mail.attempts

    @admin.display(description=_("created"), ordering="id")
    def written(self, mail: OutgoingMail) -> str:
        return show.moment(mail.created_at)

    @admin.display(description=_("text"))
    def text_sent(self, mail: OutgoingMail) -> Any:
        """A code or link to log in with is for its reader alone."""
        return _("Hidden: it holds a code or a personal link.") if mail.is_secret else mail.body_text


def _stop(request: HttpRequest, mailing: Mailing, data: dict[str, Any]) -> None:
    mailings.stop(mailing=mailing, by=request.user, at=now())


def _goes_on(mailing: Mailing) -> bool:
    return mailing.finished_at is None and mailing.stopped_at is None


@admin.register(Mailing)
class MailingAdmin(WorkspaceAdmin):
    """What was advertised to many, and how far it is. Ordered where it is written; stopped here."""

    menu_order = 22
    list_display = ("what", "ordered", "how_far", "written_count", "skipped_count", "failed_count")
    list_select_related = ("activity",)
    ordering = ("-id",)
    fields = (
        "what", "activity", "how_far", "written_count", "skipped_count", "failed_count", "ordered_by",
        "ordered_at", "finished_at", "stopped_by", "stopped_at",
    )  # fmt: skip
    readonly_fields = ("what", "how_far")
    steps = (
        Step(
            "stop", _("Stop"), _stop, "privacy.change_mailing", _("Stopped: nobody else is written to."),
            question=_("Whoever is not written to yet gets nothing, and what is written and not sent yet stays here."),
            is_open=_goes_on, tone="danger",
            refusals={mailings.AlreadyOver: _("It is written to everybody already, or was stopped.")},
        ),
    )  # fmt: skip

    @admin.display(description=_("message"), ordering="template")
    def what(self, mailing: Mailing) -> str:
        return capfirst(registries.names_of_mails.get(mailing.template, mailing.template))

    @admin.display(description=_("ordered"), ordering="id")
    def ordered(self, mailing: Mailing) -> str:
        return show.moment(mailing.ordered_at)

    @admin.display(description=_("state"))
    def how_far(self, mailing: Mailing) -> str:
        if mailing.stopped_at:
            return show.tag(_("stopped"), "warning")
        return show.tag(_("written to all"), "success") if mailing.finished_at else show.tag(_("being written"), "info")
