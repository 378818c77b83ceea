"""Requests about rights: registered for somebody, answered in time, refused by two."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.actions import requests
from privacy.admin import request_steps, show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.people import root_of, storage_panel, trail_panel
from privacy.admin.request_steps import PersonField, letter_panel
from privacy.admin.show import Panel
from privacy.choices.requests import Door, RequestState
from privacy.models import Request
from privacy.queries import addresses, lookup


class RegisterForm(forms.ModelForm):
    """For somebody who called, wrote or came by: who it is, by address or number, and how we know."""

    who = PersonField()
    door = forms.ChoiceField(label=_("Came by"), choices=[(door.value, door.label) for door in Door.of_staff()])

    class Meta:
        model = Request
        fields = ("right", "door", "message", "identity_note")
        help_texts = {"identity_note": _("Seen, called back, known by voice … Never a copy, never a number of an id.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_note"].required = True


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("waiting for an answer")), ("mine", _("waiting for me")), ("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        if self.value() == "overdue":
            return rows.overdue(timezone.localdate())
        if self.value() in ("waiting", "mine"):
            return rows.waiting().filter(**({"owner": request.user} if self.value() == "mine" else {}))
        return rows


@admin.register(Request)
class RequestAdmin(PersonAdmin):
    menu_order = 8
    activity = "rights"
    list_display = ("case_number", "right", "door", "standing", "owner", "received", "answer_day")
    list_filter = (StateFilter, "right", "door")
    list_select_related = ("owner", "subject")
    ordering = ("due_on", "id")
    search_fields = ("email",)
    fieldsets = (
        (None, {"fields": ("right", "message", "email", "door", "identity_note", "language")}),
        (_("How it is dealt with"), {"fields": (
            "state", "owner", "received_at", "due_on", "extended_to", "extension_reason", "registered_by", "answer",
            "statement", "letter", "closed_by", "closed_at",
        )}),
        (_("Refusal"), {"fields": (
            "refusal_ground", "refusal_reason", "proposed_by", "proposed_at", "approved_by", "approved_at",
        )}),
    )  # fmt: skip
    refusals = request_steps.REFUSALS
    steps = request_steps.STEPS

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = RegisterForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": ("who", *RegisterForm.Meta.fields)}),) if obj is None else self.fieldsets

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        if number := term.strip().upper().removeprefix("K-").lstrip("0"):
            by_number = (
                rows.filter(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
            )
            return (rows.filter(email=term.strip().lower()) if by_number is None else by_number), False
        return rows, False

    def subject_of(self, row: Request) -> Any:
        return root_of(row)

    def panels(self, request: HttpRequest, row: Request) -> list[Panel]:
        person = root_of(row)
        panels = [
            _same_address(self, request, row),
            storage_panel(person, for_claims=True),
            trail_panel(person, for_claims=True),
        ]
        if row.letter and not (row.email or addresses.of_person(person)):
            panels.insert(0, letter_panel(row, row.letter))
        return [panel for panel in panels if panel]

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Request:
        return requests.register(subject_id=data.pop("who"), by=request.user, at=now(), **data)

    @admin.display(description=_("number"), ordering="pk")
    def case_number(self, row: Request) -> str:
        return row.number

    @admin.display(description=_("state"), ordering="state")
    def standing(self, row: Request) -> str:
        color = {RequestState.GRANTED: "success", RequestState.PROPOSED: "warning"}.get(
            RequestState(row.state), "neutral"
        )
        return show.tag(row.get_state_display(), color)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, row: Request) -> str:
        return show.day(row.received_at)

    @admin.display(description=_("answer by"), ordering="due_on")
    def answer_day(self, row: Request) -> str:
        is_late = row.is_waiting and row.answer_by < timezone.localdate()
        return show.with_tag(show.day(row.answer_by), _("overdue"), "danger") if is_late else show.day(row.answer_by)


def _same_address(page: RequestAdmin, request: HttpRequest, row: Request) -> Panel | None:
    """Who else is known under the address it came from: nobody has proved that they are the same person."""
    others = [person for person in lookup.persons_at(row.email) if person != root_of(row)] if row.email else []
    names = page.admin_site.names_of(request, others)
    rows = [(names.get(person, _("without a page you may open")), str(person)) for person in others]
    note = _("Ask for something only that person knows before you hand anything out.")
    return Panel(_("Known under the same address"), (_("who"), _("number")), rows, note=note) if rows else None
