"""What people are told: notices, terms, the register of activities, the controller."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import notices, register
from privacy.admin import show
from privacy.admin.answering import can_be_written
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import staff
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.forms.days import DayField
from privacy.models import Controller, Notice, ProcessingActivity, TermsVersion
from privacy.queries.register import responsible
from privacy.templatetags.telling import role_name, role_names


class ReviewForm(forms.Form):
    note = forms.CharField(label=_("What you found"), widget=forms.Textarea)


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"), initial=timezone.localdate)


class DelegateForm(forms.Form):
    role = forms.ChoiceField(label=_("To the role"), required=False)
    colleague = forms.ModelChoiceField(staff(), label=_("Or to a colleague"), required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "–"), *role_names()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("role")) == bool(data.get("colleague")):
            raise forms.ValidationError(_("Choose either a role or a colleague."))
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", _("The last day is not before the first."))
        return data


def _review(request: HttpRequest, activity: ProcessingActivity, data: dict[str, Any]) -> None:
    register.review(activity=activity, at=now(), **data)


def _delegate(request: HttpRequest, activity: ProcessingActivity, data: dict[str, Any]) -> None:
    to = data.pop("colleague")
    role = data.pop("role")
    register.delegate(activity=activity, to=to or role, by=request.user, at=now(), **data)


class InForceForm(forms.Form):
    in_force_from = DayField(label=_("In force from"))


def _approve(request: HttpRequest, notice: Notice, data: dict[str, Any]) -> None:
    notices.approve(notice=notice, by=request.user, at=now(), **data)


def _end(request: HttpRequest, activity: ProcessingActivity, data: dict[str, Any]) -> None:
    register.end_delegation(activity=activity, by=request.user, **data)


def _is_given(activity: ProcessingActivity) -> bool:
    today = timezone.localdate()
    return activity.delegations.exclude(until__lt=today).exists()


def _delegations(activity: ProcessingActivity) -> Panel:
    """Who has and had the daily task, by role or name: this page is for colleagues."""
    rows = [
        (each.account or role_name(each.role), show.day(each.since), show.day(each.until), each.given_by)
        for each in activity.delegations.select_related("account", "given_by").order_by("-since", "-pk")[:30]
    ]
    heads = (_("who"), _("from"), _("last day"), _("given by"))
    return Panel(_("Daily responsibility"), heads, rows, _("Nobody but the role the register names."))


def _texts(notice: Notice) -> dict[str, Any]:
    """What would be in force, in both languages."""
    heads, texts = (_("Norwegian"), _("English")), (show.text(notice.text_nb), show.text(notice.text_en))
    return {"panels": [Panel(_("The text"), heads, [texts])]}


def _is_draft(notice: Notice) -> bool:
    return notice.approved_at is None


REFUSALS: dict[type[Exception], Any] = {
    notices.NotTheManager: _("Only the manager puts a text in force."),
    notices.AlreadyInForce: _("This text was approved before: write the next version."),
}


@admin.register(Notice)
class NoticeAdmin(WorkspaceAdmin):
    menu_order = 50
    list_display = ("__str__", "remark", "standing")
    list_filter = ("kind",)
    ordering = ("kind", "-version")
    refusals = REFUSALS
    steps = (
        Step(
            "approve", _("Put in force"), _approve, "privacy.view_notice", _("Approved."), form=InForceForm,
            roles=("manager",), is_open=_is_draft, refusals=REFUSALS, tone="next", preview=_texts, as_read=True,
            question=_("A text in force is never changed, only followed by the next version."),
        ),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        words = ("text_nb", "text_en", "remark")
        return ("kind", *words) if obj is None else (*words, "in_force_from", "approved_by", "approved_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("in_force_from", "approved_by", "approved_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and can_be_written(request, obj, _is_draft)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Notice:
        return notices.draft(**data)

    def change(self, request: HttpRequest, row: Notice, data: dict[str, Any]) -> None:
        notices.redraft(notice=row, **data)

    @admin.display(description=_("state"))
    def standing(self, notice: Notice) -> str:
        return show.tag(_("draft"), "warning") if _is_draft(notice) else show.day(notice.in_force_from)


@admin.register(TermsVersion)
class TermsVersionAdmin(WorkspaceAdmin):
    menu_order = 51
    list_display = ("version", "in_force_from")
    ordering = ("-version",)


@admin.register(ProcessingActivity)
class ProcessingActivityAdmin(WorkspaceAdmin):
    menu_order = 52
    list_display = ("name_nb", "ground", "daily_responsibility", "reviewed_on")
    ordering = ("code",)
    exclude = ("code", "delegated_to", "reviewed_on", "review_note", "periods")
    steps = (
        Step(
            "reviewed", _("Reviewed"), _review, "privacy.change_processingactivity", _("Reviewed: due again in a year."),
            form=ReviewForm,
        ),
        Step(
            "delegate", _("Give the daily task to somebody"), _delegate, "privacy.change_processingactivity",
            _("The task is given."), form=DelegateForm, roles=("manager",),
            refusals={register.NotTheManager: _("Only the manager gives a task away.")},
            question=_("The responsibility stays with the manager, who has the task again when this ends or they leave."),
        ),
        Step(
            "end", _("Take the daily task back"), _end, "privacy.change_processingactivity",
            _("From the day after, the manager has the task."), form=EndForm, roles=("manager",), is_open=_is_given,
            refusals={register.NotTheManager: _("Only the manager gives a task away.")},
        ),
    )  # fmt: skip

    def panels(self, request: HttpRequest, row: ProcessingActivity) -> list[Panel]:
        return [_delegations(row)]

    @admin.display(description=_("daily responsibility"), ordering="delegated_to")
    def daily_responsibility(self, activity: ProcessingActivity) -> str:
        return role_name(responsible(timezone.localdate()).get(activity.pk, activity.delegated_to))

    def change(self, request: HttpRequest, row: ProcessingActivity, data: dict[str, Any]) -> None:
        register.change_activity(activity=row, **data)


@admin.register(Controller)
class ControllerAdmin(WorkspaceAdmin):
    menu_order = 53
    list_display = ("name", "represented_by_nb", "valid_from", "valid_until")
    ordering = ("-valid_from", "-id")
    fields = (
        "name", "org_number", "sub_unit", "address", "contact_email", "represented_by_nb", "represented_by_en", "valid_from",
    )  # fmt: skip

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Controller:
        return register.appoint(**data)
