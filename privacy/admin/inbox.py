"""Questions that came in: hand over, answer."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import inbox
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import staff
from privacy.admin.people import named_by
from privacy.admin.steps import Step
from privacy.models import InboxCase

REFUSALS = {inbox.AlreadyClosed: _("This enquiry was answered before.")}


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(staff(), label=_("New owner"))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea,
        help_text=_("Sent by e-mail as it stands here. Then the enquiry is closed."),
    )


def _answer(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.answer(case=case, by=request.user, at=now(), **data)


def _assign(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.assign(case=case, by=request.user, at=now(), **data)


def _is_open(case: InboxCase) -> bool:
    return case.closed_at is None


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("waiting for an answer")), ("mine", _("waiting for me")), ("closed", _("answered"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        wanted = {"open": {"closed_at": None}, "mine": {"closed_at": None, "owner": request.user}}
        if self.value() == "closed":
            return rows.exclude(closed_at=None)
        return rows.filter(**wanted.get(self.value(), {}))


@admin.register(InboxCase)
class InboxCaseAdmin(PersonAdmin):
    menu_order = 10
    activity = "enquiries"
    list_display = ("case_number", "name", "kind", "owner", "received", "answer_by")
    list_filter = (StateFilter, "kind")
    list_select_related = ("owner",)
    ordering = ("due_on", "id")
    search_fields = ("name", "email")
    fieldsets = (
        (None, {"fields": ("message", "kind", "name", "email", "language")}),
        (_("How it is dealt with"), {"fields": ("owner", "received_at", "due_on", "answer", "closed_by", "closed_at")}),
    )
    steps = (
        Step(
            "answer", _("Answer"), _answer, "privacy.change_inboxcase", _("The answer is on its way."),
            form=AnswerForm, is_open=_is_open, refusals=REFUSALS, tone="next",
        ),
        Step(
            "assign", _("Hand over"), _assign, "privacy.change_inboxcase", _("Handed over."),
            form=AssignForm, is_open=_is_open, refusals=REFUSALS, in_bulk=True,
        ),
    )  # fmt: skip

    @admin.display(description=_("number"), ordering="pk")
    def case_number(self, case: InboxCase) -> str:
        return case.number

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, case: InboxCase) -> str:
        return show.moment(case.received_at)

    @admin.display(description=_("answer by"), ordering="due_on")
    def answer_by(self, case: InboxCase) -> str:
        if case.closed_at:
            return show.tag(_("answered"), "success")
        return show.tag(_("overdue"), "danger") if case.due_on < timezone.localdate() else show.day(case.due_on)


admin.site.add_names(named_by(InboxCase))
