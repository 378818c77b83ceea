"""On an application: telling the candidate of a required check, noting that it was in order, and who may see that."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import checks
from candidates.choices import CHECKED_STAGES
from candidates.models import Application, CheckNotice, SpecialCheck
from candidates.models.check import THROUGH
from candidates.queries import checks as reading
from clients.models import CheckRequirement
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step, Text
from privacy.forms.days import DayField

MAY = "candidates.add_specialcheck"
REFUSALS: dict[type[Exception], Any] = {
    checks.NotYourOrder: _(
        "Only the adviser of this order, whoever stands in and a manager deal with checks. Ask one of them."
    ),
    checks.NotRequired: _(
        "The order does not require this check. State it on the order first, with the law or the need; "
        "a credit check also has to be approved."
    ),
    checks.AssignmentOver: _("The order is not open any more, or the application has ended: nothing is checked."),
    checks.NotFinalist: _("This check is for the final round only. Move the application to presented or offer first."),
    checks.NotConfirmed: _(
        "The candidate has confirmed no e-mail address. Tell the candidate in another way, and write down which."
    ),
    checks.AlreadyTold: _("The candidate was told of this check already."),
    checks.BeforeNotice: _(
        "The day must be one on which the candidate had been told, and not one that has not come. Tell first, then look."
    ),
    checks.AlreadyNoted: _(
        "This check is noted already. There is nothing more to do: it is deleted when the assignment ends."
    ),
}
NOBODY_TOLD = _("The candidate has not been told of a check yet. Tell first, then look, then note it.")


class TellForm(forms.Form):
    requirement = forms.ModelChoiceField(CheckRequirement.objects.none(), label=_("Required check"))
    through = forms.ChoiceField(
        choices=THROUGH, label=_("Told by"),
        help_text=_("An e-mail is sent now. Choose another way only when you have told the candidate so."),
    )  # fmt: skip


class NoteForm(forms.Form):
    notice = forms.ModelChoiceField(CheckNotice.objects.none(), label=_("Check"))
    seen_on = DayField(
        label=_("Seen on"), initial=timezone.localdate,
        help_text=_("You are noted as who saw it. There is nowhere to write or upload anything else, and it must not be kept elsewhere."),
    )  # fmt: skip


def _tell(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    checks.tell(application=application, by=request.user, at=now(), **data)


def _note(request: HttpRequest, application: Application, data: dict[str, Any]) -> None:
    checks.note(by=request.user, at=now(), **data)


def _is_in_process(application: Application) -> bool:
    return application.job_order_id is not None and application.stage in CHECKED_STAGES


def _may_tell(application: Application) -> bool:
    return _is_in_process(application) and reading.to_tell(application).exists()


def _may_note(application: Application) -> bool:
    return _is_in_process(application) and reading.to_note(application).exists()


def _why_not_tell(application: Application) -> Text:
    if not _is_in_process(application):
        return REFUSALS[checks.AssignmentOver]
    return REFUSALS[checks.AlreadyTold if reading.is_required(application) else checks.NotRequired]


def _why_not_note(application: Application) -> Text:
    if not _is_in_process(application):
        return REFUSALS[checks.AssignmentOver]
    is_told = reading.of_application(application).filter(requirement__lifted_at=None).exists()
    if is_told:
        return REFUSALS[checks.AlreadyNoted]
    return NOBODY_TOLD if reading.is_required(application) else REFUSALS[checks.NotRequired]


def _fit_tell(request: HttpRequest, application: Application, form: Any) -> None:
    form.fields["requirement"].queryset = reading.to_tell(application)


def _fit_note(request: HttpRequest, application: Application, form: Any) -> None:
    form.fields["notice"].queryset = reading.to_note(application)


STEPS = (
    Step(
        "tell-check", _("Tell of a required check"), _tell, MAY, _("The candidate is told. Now it can be checked, and noted."),
        form=TellForm, fit=_fit_tell, is_open=_may_tell, closed=_why_not_tell, refusals=REFUSALS,
    ),
    Step(
        "note-check", _("Note that a check was in order"), _note, MAY,
        _("Noted. It is deleted when the assignment ends, and the candidate is told."),
        form=NoteForm, fit=_fit_note, is_open=_may_note, closed=_why_not_note, refusals=REFUSALS,
        question=_("Only that it was in order. Was it not, nothing is noted: you decide, as a human being, and tell the candidate."),
    ),
)  # fmt: skip


def panel(request: HttpRequest, application: Application) -> list[Panel]:
    """What is noted is shown to the order's adviser and a manager only, and each view is written in the trail."""
    notices = list(application.check_notices.visible_to(request.user).select_related("requirement").order_by("pk"))
    if not notices:
        return []
    found = SpecialCheck.objects.visible_to(request.user).filter(notice__in=notices)
    noted = {each.notice_id: each for each in found.select_related("seen_by", "notice__requirement")}
    for check in noted.values():
        check.notice.application = application
    checks.record_views(checks=noted.values(), by=request.user, at=now())
    rows = [
        (str(notice), show.moment(notice.told_at), notice.get_through_display(), *_cells(noted.get(notice.pk)))
        for notice in notices
    ]
    heads = (_("check"), _("told"), _("told by"), _("outcome"), _("seen on"), _("seen by"))
    note = _("Seen by the adviser of the order and a manager only. Deleted when the assignment ends.")
    return [Panel(_("Special checks"), heads, rows, note=note)]


def _cells(check: SpecialCheck | None) -> tuple[Any, Any, Any]:
    if check is None:
        return show.NOTHING, show.NOTHING, show.NOTHING
    return check.get_outcome_display(), show.day(check.seen_on), str(check.seen_by)


admin.site.add_panels(Application, panel)
