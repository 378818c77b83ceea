"""Candidates: found by name, address and what their CV says; one page with all that bears on a person."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.actions import intake, people, searches
from candidates.admin import base, card, duplicates, employments, identities, letters, references, sharing
from candidates.admin.intake import attached_in, beforehand, is_missed
from candidates.forms.intake import IntakeForm, sent
from candidates.models import Candidate
from candidates.models.plain import by_name
from candidates.queries import people as reading
from candidates.queries import search
from candidates.queries.searchable import may_be_found
from privacy.admin import show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import AdviserFilter, staff
from privacy.admin.people import erase_step, named_by
from privacy.admin.steps import Step
from privacy.forms import NameField


class AssignForm(forms.Form):
    adviser = forms.ModelChoiceField(staff(), label=_("Contact person"))


def _assign(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    people.assign(candidate=candidate, by=request.user, at=now(), **data)


def _told_apart(_page: PersonAdmin, row: Candidate) -> str:
    """Two of the same name, before one is chosen."""
    email = getattr(row, "email", "")
    return f"{row}, {email}" if email else str(row)


@admin.register(Candidate)
class CandidateAdmin(PersonAdmin):
    menu_order = 5
    list_display = ("name", "shown_email", "hit", "adviser", "registered")
    list_filter = (AdviserFilter, "source")
    search_fields = ("last_name",)
    search_help_text = _("Names, e-mail addresses and words from the CV. Newest first, nobody is ranked.")
    ordering = ("-created_at", "id")
    sorted_by_index = ("name_key",)
    fields = ("first_name", "last_name", "phone", "language")
    readonly_fields = ("shown_email", "number")
    refusals = {
        people.AlreadyKnown: _("Somebody with this address is a candidate already: search for the address."),
        intake.FileIsGone: _("The file from the e-mail was taken in already, or its time was over."),
        intake.CameLater: _("That day has not come yet: write the day it came."),
    }
    steps = (
        Step(
            "assign", _("Give a contact person"), _assign, "candidates.change_candidate", _("The contact person is set."),
            form=AssignForm, in_bulk=True,
        ),
        letters.STEP,
        sharing.ASK,
        references.NAME_STEP, employments.HAND_OVER_STEP,
        *identities.STEPS,
        *base.STEPS,
        erase_step("candidates.delete_candidate"),
    )  # fmt: skip

    offered = _told_apart

    # --- reading ---
    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """What was found is said where something was searched for."""
        shown = self.list_display
        return shown if request.GET.get("q", "").strip() else tuple(name for name in shown if name != "hit")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        rows = reading.with_marks(reading.with_email(super().get_queryset(request)))
        return rows.select_related("adviser", "subject", "identity__seen_by").annotate(name_key=by_name())

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        if not term.strip():
            return rows, False
        return search.candidates(term, among=rows, readable=may_be_found(request.user, timezone.localdate())), False

    def found(self, request: HttpRequest, rows: list[Candidate]) -> None:
        """Who is shown by a search is in the trail."""
        searches.record_found(people=[each.subject_id for each in rows], by=request.user, at=now())

    def looked_at(self, request: HttpRequest, row: Candidate) -> None:
        people.record_view(candidate=row, by=request.user, at=now())

    def sources(self) -> list[Any]:
        return [*card.ABOVE, *super().sources(), *card.BELOW]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": IntakeForm.Meta.fields}),)
        seen = ("source", "received_on", "adviser", "created_at", "last_active_at", "number")
        return ((_("Contact"), {"fields": ("shown_email", *self.fields)}), (_("With us"), {"fields": seen}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        return ("shown_email", "number", "source", "received_on", "adviser", "created_at", "last_active_at")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) | duplicates.actions(request)

    # --- writing ---
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("first_name", "last_name"):
            kwargs["form_class"] = NameField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new candidate comes with the CV, which may lie with a mail: then the page is told which."""
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        made = super().get_form(request, obj, change, **kwargs | {"form": IntakeForm})
        made.reader, made.attached, made.is_missed = request.user, attached_in(request), is_missed(request)
        return made

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return beforehand(request)

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Candidate:
        return intake.take_in(by=request.user, at=now(), **sent(data))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(
            request,
            _("Taken in. The notice goes by e-mail; where no address is known, tell the person within 30 days."),
        )
        return redirect(self.url_of(obj))

    def change(self, request: HttpRequest, row: Candidate, data: dict[str, Any]) -> None:
        people.update_profile(candidate=row, by=request.user, at=now(), **data)

    # --- showing ---
    @admin.display(description=_("name"), ordering="name_key")
    def name(self, candidate: Candidate) -> str:
        return str(candidate)

    @admin.display(description=_("e-mail address"))
    def shown_email(self, candidate: Candidate) -> str:
        email = getattr(candidate, "email", "") or "–"
        return email if candidate.is_confirmed else show.with_tag(email, _("not confirmed"), "warning")

    @admin.display(description=_("found"))
    def hit(self, candidate: Candidate) -> str:
        return getattr(candidate, "headline", "")

    @admin.display(description=_("registered"), ordering="created_at")
    def registered(self, candidate: Candidate) -> str:
        return show.day(candidate.created_at)

    @admin.display(description=_("the person's number"))
    def number(self, candidate: Candidate) -> str:
        return str(candidate.subject_id)


admin.site.add_names(named_by(Candidate))
