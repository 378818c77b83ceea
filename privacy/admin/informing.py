"""Who is to be told that we have their data from others, and which recipients what became of theirs."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import informing, notifying
from privacy.admin import show, work
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.paginator import CAP
from privacy.admin.show import Panel
from privacy.admin.site import Waiting
from privacy.admin.steps import Step
from privacy.admin.work import Work
from privacy.choices import Language
from privacy.choices.disclosures import ToldThrough
from privacy.models import Collection, RecipientNotice
from privacy.queries import informing as told
from privacy.queries import notifying as owed

CHANGE_SOURCE, CHANGE_NOTICE = "privacy.change_collection", "privacy.change_recipientnotice"
BY_HAND = [(each.value, each.label) for each in ToldThrough.by_hand()]


class ToldForm(forms.Form):
    through = forms.ChoiceField(label=_("Told by"), choices=BY_HAND, help_text=_("You have done it before you go on."))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class RecipientToldForm(forms.Form):
    through = forms.ChoiceField(label=_("Told by"), choices=BY_HAND, help_text=_("You have done it before you go on."))


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=300,
        help_text=_("Only where it is impossible, or would take an effort out of proportion (GDPR art. 19)."),
    )  # fmt: skip


def _tell(request: HttpRequest, row: Collection, data: dict[str, Any]) -> None:
    informing.tell(collection=row, by=request.user, at=now())


def _told(request: HttpRequest, row: Collection, data: dict[str, Any]) -> None:
    informing.told_otherwise(collection=row, by=request.user, at=now(), **data)


def _recipient_told(request: HttpRequest, row: RecipientNotice, data: dict[str, Any]) -> None:
    notifying.told_otherwise(notice=row, by=request.user, at=now(), **data)


def _leave(request: HttpRequest, row: RecipientNotice, data: dict[str, Any]) -> None:
    notifying.leave(notice=row, by=request.user, at=now(), **data)


def _is_untold(row: Collection) -> bool:
    return not row.is_told


def _is_owed(row: RecipientNotice) -> bool:
    return row.told_at is None and not row.no_tell_reason


TOLD_BEFORE: dict[type[Exception], Any] = {
    informing.AlreadyTold: _("The person was told of this before."),
    informing.NoAddress: _(
        "No confirmed e-mail address is known: tell the person by letter, telephone or at the desk."
    ),
}
SETTLED: dict[type[Exception], Any] = {notifying.AlreadySettled: _("This was settled before.")}


@admin.register(Collection)
class CollectionAdmin(PersonAdmin):
    """Where data came from that no person typed in an application, and who was told."""

    menu_order = 46
    activity = "rights"
    list_display = ("person", "from_whom", "standing", "collected", "tell_by")
    list_filter = ("source", ("informed_at", in_words(_("state"), empty=_("not told yet"), filled=_("told"))))
    list_select_related = ("subject",)
    ordering = ("-informed_at", "due_on", "id")  # who is not told yet comes first
    fields = (
        "source", "source_name", "origin", "reference", "statement_url",
        "activity", "collected_at", "due_on", "informed_at", "through", "notice", "language",
        "informed_by",
    )  # fmt: skip
    steps = (
        Step(
            "tell", _("Tell the person by e-mail"), _tell, CHANGE_SOURCE, _("The notice is on its way."),
            is_open=_is_untold, refusals=TOLD_BEFORE, tone="next",
            question=_("The person gets the statement in short: what we hold, from whom, what for, how long, and the rights."),
        ),
        Step(
            "told", _("I have told the person"), _told, CHANGE_SOURCE, _("Written down: the person is told."),
            form=ToldForm, is_open=_is_untold, refusals=TOLD_BEFORE,
        ),
    )  # fmt: skip

    @admin.display(description=_("person"))
    def person(self, row: Collection) -> str:
        return str(row.subject.root_id)

    @admin.display(description=_("received from"), ordering="source")
    def from_whom(self, row: Collection) -> str:
        return row.source_name or row.get_source_display()

    @admin.display(description=_("state"), ordering="informed_at")
    def standing(self, row: Collection) -> str:
        if row.is_told:
            return show.tag(_("told"), "success")
        is_late = row.due_on < timezone.localdate()
        return show.tag(_("overdue"), "danger") if is_late else show.tag(_("to be told"), "warning")

    @admin.display(description=_("received"), ordering="collected_at")
    def collected(self, row: Collection) -> str:
        return show.day(row.collected_at)

    @admin.display(description=_("tell by"), ordering="due_on")
    def tell_by(self, row: Collection) -> str:
        return show.day(row.due_on)


@admin.register(RecipientNotice)
class RecipientNoticeAdmin(PersonAdmin):
    """Recipients who are to be told of a correction, an erasure or a restriction."""

    menu_order = 49
    activity = "rights"
    list_display = ("recipient", "which", "reason", "standing", "since")
    list_filter = ("reason", ("told_at", in_words(_("state"), empty=_("not told yet"), filled=_("told"))))
    list_select_related = ("recipient",)
    ordering = ("-told_at", "created_at", "id")  # who is not told yet comes first
    fields = ("recipient", "which", "reason", "created_at", "is_unreached", "told_at", "through", "no_tell_reason")
    readonly_fields = ("which",)
    steps = (
        Step(
            "told", _("I have told the recipient"), _recipient_told, CHANGE_NOTICE, _("Written down: the recipient is told."),
            form=RecipientToldForm, is_open=_is_owed, refusals=SETTLED, tone="next",
            question=_("Say the references, not the name, and what became of the data: corrected, erased or set aside."),
        ),
        Step(
            "leave", _("The recipient cannot be told"), _leave, CHANGE_NOTICE, _("Written down, with your reason."),
            form=LeaveForm, is_open=_is_owed, refusals=SETTLED,
        ),
    )  # fmt: skip

    def subject_of(self, row: RecipientNotice) -> Any:
        return row.subject_uuid

    @admin.display(description=_("references"))
    def which(self, row: RecipientNotice) -> str:
        return ", ".join(row.references)

    @admin.display(description=_("state"))
    def standing(self, row: RecipientNotice) -> str:
        if row.told_at:
            return show.tag(_("told"), "success")
        if row.no_tell_reason:
            return show.tag(_("cannot be told"))
        if row.mail_number:
            return show.tag(_("e-mail on its way"), "info")
        return show.tag(_("to be told"), "warning")

    @admin.display(description=_("since"), ordering="created_at")
    def since(self, row: RecipientNotice) -> str:
        return show.day(row.created_at)


ONLY_TYPED = _("Only what the person has typed in applications, with the statement beside it.")


def sources_panel(request: HttpRequest, subject_id: uuid.UUID, *, hidden: Iterable[str] = ()) -> Panel:
    """Where we have it from, and whether the person knows; but of the models `hidden`."""
    rows = [
        (show.page_of(request, row, row), show.day(row.collected_at),
         show.day(row.informed_at) if row.is_told else show.with_tag(show.day(row.due_on), _("to be told by"), "warning"),
         row.get_through_display() or show.NOTHING)
        for row in told.of_person(subject_id).exclude(object_label__in=[*hidden])
    ]  # fmt: skip
    heads = (_("received from"), _("received"), _("told"), _("how"))
    return Panel(_("Where we have it from"), heads, rows, ONLY_TYPED)


@work.add
def _to_tell(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = told.to_tell()[: work.MOST]
    return [
        Work(_("person to tell where we have it from"), row.subject_id, work.url_of(row), row.due_on) for row in rows
    ]


@work.add
def _owed(request: HttpRequest, today: datetime.date) -> Iterable[Work]:
    rows = [row for row in owed.untold()[: work.MOST] if not row.mail_number]
    return [Work(_("recipient to be told"), row, work.url_of(row)) for row in rows]


def waiting(request: HttpRequest) -> list[Waiting]:
    """The line of the home page."""
    if not request.user.has_perm(CHANGE_SOURCE):
        return []
    where = work.list_of(Collection) + "?informed_at__isempty=1"
    late = told.overdue(timezone.localdate())[:CAP].count()
    return [
        Waiting(_("persons to tell where we have their data from"), told.to_tell()[:CAP].count(), where),
        Waiting(_("persons to tell, overdue"), late, where, "danger"),
    ]


admin.site.add_waiting(waiting)
