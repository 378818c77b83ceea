"""Storage times, holds, runs of the purge, and what could not be erased."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import brake, holds, periods
from privacy.admin import show
from privacy.admin.base import PersonAdmin, WorkspaceAdmin, now
from privacy.admin.confirming import confirm_again
from privacy.admin.filters import in_words
from privacy.admin.steps import Step
from privacy.models import Hold, PurgeFailure, PurgeRun, RetentionPeriod


def _approve_period(request: HttpRequest, period: RetentionPeriod, data: dict[str, Any]) -> None:
    confirm_again(request)
    periods.approve(period=period, by=request.user, at=now())


def _is_proposal(period: RetentionPeriod) -> bool:
    return period.approved_at is None and period.superseded_at is None


@admin.register(RetentionPeriod)
class RetentionPeriodAdmin(WorkspaceAdmin):
    menu_order = 30
    list_display = ("code", "how_long", "ceiling", "authority", "standing", "proposed")
    list_filter = ("code",)
    ordering = ("code", "-id")
    fields = ("code", "length", "unit", "ceiling", "authority")
    steps = (
        Step(
            "approve", _("Approve"), _approve_period, "privacy.change_retentionperiod", _("Approved and in force."),
            question=_("From now on this length decides when data are deleted. An earlier length is superseded."),
            roles=("manager",), is_open=_is_proposal, in_bulk=True, tone="next",
            refusals={
                periods.NotTheManager: _("Only the manager approves this."),
                periods.AlreadyDecided: _("This was approved or superseded before."),
            },
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        decided = ("proposed_at", "approved_by", "approved_at", "superseded_at")
        return self.fields if obj is None else (*self.fields, *decided)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> RetentionPeriod:
        confirm_again(request)
        return periods.propose(at=now(), **data)

    @admin.display(description=_("length"))
    def how_long(self, period: RetentionPeriod) -> str:
        return period.how_long

    @admin.display(description=_("state"))
    def standing(self, period: RetentionPeriod) -> str:
        if period.superseded_at:
            return show.tag(_("superseded"))
        return show.tag(_("in force"), "success") if period.approved_at else show.tag(_("proposed"), "warning")

    @admin.display(description=_("proposed"), ordering="proposed_at")
    def proposed(self, period: RetentionPeriod) -> str:
        return show.day(period.proposed_at)


class HoldForm(forms.ModelForm):
    class Meta:
        model = Hold
        fields = ("subject", "reason", "explanation", "ends_on")


def _release(request: HttpRequest, hold: Hold, data: dict[str, Any]) -> None:
    holds.release(hold=hold, by=request.user, at=now())


def _approve_hold(request: HttpRequest, hold: Hold, data: dict[str, Any]) -> None:
    holds.approve(hold=hold, by=request.user, at=now())


def _is_in_force(hold: Hold) -> bool:
    return hold.released_at is None and hold.last_day_after > timezone.localdate()


def _awaits_approval(hold: Hold) -> bool:
    return _is_in_force(hold) and hold.approved_at is None


@admin.register(Hold)
class HoldAdmin(PersonAdmin):
    menu_order = 40
    activity = "rights"
    form = HoldForm
    list_display = ("reason", "person", "since", "ends", "standing")
    list_filter = ("reason", ("released_at", in_words(_("state"), empty=_("in force"), filled=_("released"))))
    ordering = ("-id",)
    raw_id_fields = ()
    steps = (
        Step(
            "release", _("End the hold"), _release, "privacy.change_hold", _("The hold has ended."),
            question=_("What only this hold has kept is deleted at the next purge."),
            is_open=_is_in_force, refusals={holds.AlreadyReleased: _("This hold ended before.")},
        ),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The person is named by number: a list to choose from would be a list of everybody."""
        form = super().get_form(request, obj, change, **kwargs)
        if "subject" in form.base_fields:
            form.base_fields["subject"].widget = forms.TextInput()
            form.base_fields["subject"].help_text = _("The person's number, from the candidate's page.")
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        made = ("opened_by", "opened_at", "approved_by", "approved_at", "released_by", "released_at")
        return HoldForm.Meta.fields if obj is None else (*HoldForm.Meta.fields, *made)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Hold:
        subject = data.pop("subject")
        return holds.place(subject_id=subject.root_id, by=request.user, at=now(), **data)

    @admin.display(description=_("person"))
    def person(self, hold: Hold) -> str:
        return str(hold.subject_id)

    @admin.display(description=_("since"), ordering="opened_at")
    def since(self, hold: Hold) -> str:
        return show.day(hold.opened_at)

    @admin.display(description=_("ends on"), ordering="ends_on")
    def ends(self, hold: Hold) -> str:
        return show.day(hold.last_day_after)

    @admin.display(description=_("state"))
    def standing(self, hold: Hold) -> str:
        if not _is_in_force(hold):
            return show.tag(_("ended"))
        words = _("to be approved") if hold.approved_at is None else _("in force")
        return show.tag(words, "warning")


def approve_run(request: HttpRequest, run: PurgeRun, data: dict[str, Any]) -> None:
    confirm_again(request)
    brake.release(run=run, by=request.user, at=now())


def is_braked(run: PurgeRun) -> bool:
    return run.braked_at is not None and run.approved_at is None


def state_of(run: PurgeRun) -> str:
    if is_braked(run):
        return show.tag(_("stopped by the brake"), "danger")
    if run.is_dry_run:
        return show.tag(_("dry run"))
    if run.ended_at:
        return show.tag(_("done"), "success")
    return show.tag(_("interrupted"), "danger") if run.interrupted_at else show.tag(_("running"), "info")


@admin.register(PurgeRun)
class PurgeRunAdmin(WorkspaceAdmin):
    menu_order = 60
    list_display = ("day", "due", "erased", "kept", "review", "failed", "standing")
    ordering = ("-id",)
    steps = (
        Step(
            "approve", _("Let it go on"), approve_run, "privacy.change_purgerun", _("The run goes on."),
            question=_("The brake stopped this run because it would erase more than usual. Erased data do not come back."),
            roles=("manager",), is_open=is_braked, tone="danger",
            refusals={brake.NotTheManager: _("Only the manager lets a stopped run go on.")},
        ),
    )  # fmt: skip

    @admin.display(description=_("as of"), ordering="as_of")
    def day(self, run: PurgeRun) -> str:
        return show.day(run.as_of)

    @admin.display(description=_("state"))
    def standing(self, run: PurgeRun) -> str:
        return state_of(run)


@admin.register(PurgeFailure)
class PurgeFailureAdmin(WorkspaceAdmin):
    menu_order = 61
    list_display = ("subject_uuid", "error", "attempts", "blocked_since", "next_at")
    ordering = ("blocked_since", "id")
