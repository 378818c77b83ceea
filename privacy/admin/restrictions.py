"""Restricted persons: the one place where manager and privacy officer still see that there is somebody."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.actions import restrictions
from privacy.admin import restricted_person, show
from privacy.admin.base import PersonAdmin, now
from privacy.admin.filters import in_words
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import ToldBy
from privacy.forms.days import DayField
from privacy.models import Restriction
from privacy.queries import lookup

CHANGE = "privacy.change_restriction"
REFUSALS: dict[type[Exception], Any] = {
    restrictions.AlreadyRestricted: _("This is restricted already."),
    restrictions.AlreadyLifted: _("This restriction was lifted before."),
    restrictions.NoAddress: _("No confirmed e-mail address is known: tell the person by letter or telephone first."),
    restrictions.NotTold: _("Tell the person first: nothing is lifted before that (GDPR art. 18(3))."),
    restrictions.TooEarly: _("The day must be ahead when you tell the person, and must have come when you lift."),
}


class RestrictionForm(forms.ModelForm):
    class Meta:
        model = Restriction
        fields = ("subject", "category", "ground", "explanation")


class TellForm(forms.Form):
    lifts_on = DayField(label=_("Lifted no earlier than"), required=False, help_text=_("Empty: in a week."))
    told_by = forms.ChoiceField(
        label=_("Told by"), choices=ToldBy.choices, help_text=_("A letter or a call is made by you, before you go on.")
    )


def _tell(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    restrictions.announce_lifting(restriction=restriction, by=request.user, at=now(), **data)


def _lift(request: HttpRequest, restriction: Restriction, data: dict[str, Any]) -> None:
    restrictions.lift(restriction=restriction, by=request.user, at=now())


def _is_told(restriction: Restriction) -> bool:
    return restriction.is_in_force and restriction.told_at is not None


def _is_in_force(restriction: Restriction) -> bool:
    return restriction.is_in_force


@admin.register(Restriction)
class RestrictionAdmin(PersonAdmin):
    """Opened for claims and for the person's rights alone; each opening is in the trail."""

    menu_order = 45
    activity = "rights"
    form = RestrictionForm
    list_display = ("set_aside", "standing", "since", "ends", "reason", "person")
    list_filter = ("ground", ("lifted_at", in_words(_("state"), empty=_("in force"), filled=_("lifted"))))
    list_select_related = ("subject",)
    ordering = ("-opened_at", "id")
    search_fields = ("subject",)
    search_help_text = _("A person's number or e-mail address.")
    refusals = REFUSALS
    steps = (
        Step(
            "tell", _("Tell the person that it ends"), _tell, CHANGE, _("The person is told."), form=TellForm,
            is_open=_is_in_force, refusals=REFUSALS, tone="next",
            question=_("The person can object, or ask for erasure, before that day. By e-mail the program tells."),
        ),
        Step(
            "lift", _("Lift the restriction"), _lift, CHANGE, _("Lifted: the data are in use again."),
            is_open=_is_told, refusals=REFUSALS,
            question=_("The person appears in lists and searches again, and what only this has kept is deleted at the next purge."),
        ),
        *restricted_person.STEPS,
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The person is named by number: a list to choose from would be a list of everybody."""
        form = super().get_form(request, obj, change, **kwargs)
        if "subject" in form.base_fields:
            form.base_fields["subject"].widget = forms.TextInput()
            form.base_fields["subject"].help_text = _("The person's number, from the candidate's page.")
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        made = ("opened_by", "opened_at", "told_at", "lifts_on", "lifted_by", "lifted_at")
        return RestrictionForm.Meta.fields if obj is None else (*RestrictionForm.Meta.fields, *made)

    def get_search_results(self, request: HttpRequest, rows: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        return (rows.filter(subject__in=lookup.persons_by(term)) if term.strip() else rows), False

    def panels(self, request: HttpRequest, row: Restriction) -> list[Panel]:
        """Once lifted, everything is back on the pages where it belongs."""
        return restricted_person.panels(row) if row.is_in_force else []

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Restriction:
        subject = data.pop("subject")
        return restrictions.place(subject_id=subject.pk, by=request.user, at=now(), **data)

    @admin.display(description=_("restricted"), ordering="category")
    def set_aside(self, restriction: Restriction) -> str:
        return restriction.what

    @admin.display(description=_("ground"), ordering="ground")
    def reason(self, restriction: Restriction) -> str:
        return restriction.get_ground_display()

    @admin.display(description=_("person"))
    def person(self, restriction: Restriction) -> str:
        return str(restriction.subject_id)

    @admin.display(description=_("since"), ordering="opened_at")
    def since(self, restriction: Restriction) -> str:
        return show.day(restriction.opened_at)

    @admin.display(description=_("lifted no earlier than"), ordering="lifts_on")
    def ends(self, restriction: Restriction) -> str:
        return show.day(restriction.lifts_on)

    @admin.display(description=_("state"))
    def standing(self, restriction: Restriction) -> str:
        if restriction.lifted_at:
            return show.tag(_("lifted"))
        return show.tag(_("the person is told"), "info") if restriction.told_at else show.tag(_("in force"), "warning")
