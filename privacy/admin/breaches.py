"""The register of breaches: written down, reported, told, closed."""

from operator import attrgetter, itemgetter
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy import registries
from privacy.actions import breaches
from privacy.admin import show
from privacy.admin.answering import can_be_written
from privacy.admin.base import WorkspaceAdmin, now
from privacy.admin.filters import staff
from privacy.admin.moments import MomentField
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices.breaches import BreachKind
from privacy.models import Breach
from privacy.queries import addresses, trails
from privacy.queries.breaches import Choice

CHANGE = "privacy.change_breach"
MOST = 100
REFUSALS: dict[type[Exception], Any] = {
    breaches.AlreadyClosed: _("This breach is closed."),
    breaches.AlreadyReported: _("This was reported before."),
    breaches.TooEarly: _("The moment must be between when we became aware and now."),
    breaches.LateWithoutReason: _("Reported later than 72 hours: say why (GDPR art. 33(1))."),
    breaches.NotReported: _("Report it, or say why a risk is unlikely, before it is closed."),
    breaches.NotTold: _("At a high risk the persons are told, or a reason is given (GDPR art. 34)."),
    breaches.LetterIncomplete: _("Write first what happened, what it may lead to and what is done (GDPR art. 34(2))."),
}


class BreachForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(label=_("kind"), choices=BreachKind.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Breach
        fields = (
            "what", "kinds", "aware_at", "groups", "people_count", "risk", "happened_nb", "happened_en",
            "consequences_nb", "consequences_en", "measures_nb", "measures_en",
        )  # fmt: skip


class ReportForm(forms.Form):
    reported_at = MomentField(label=_("Reported"))
    reference = forms.CharField(label=_("Datatilsynet's reference"), max_length=60, required=False)
    late_reason = forms.CharField(label=_("If late: why"), widget=forms.Textarea, required=False)


def _kinds() -> list[tuple[str, Any]]:
    """What can be looked at, as the person reads it."""
    labels = {*trails.OBJECTS, *registries.names_in_history}
    return [("", _("anything")), *sorted(((label, trails.object_of(label)) for label in labels), key=itemgetter(1))]


class PersonsForm(forms.Form):
    since = MomentField(label=_("From"))
    until = MomentField(label=_("Until"))
    colleague = forms.ModelChoiceField(staff(), label=_("Looked at by"), required=False, empty_label=_("anybody"))
    object_label = forms.ChoiceField(label=_("In"), choices=_kinds, required=False)
    files_only = forms.BooleanField(label=_("Only where a file was opened"), required=False)


class CloseForm(forms.Form):
    no_report_reason = forms.CharField(
        label=_("If not reported: why a risk is unlikely"), widget=forms.Textarea, required=False
    )
    no_tell_reason = forms.CharField(label=_("If the persons are not told: why"), widget=forms.Textarea, required=False)


def _report(request: HttpRequest, breach: Breach, data: dict[str, Any]) -> None:
    breaches.report(breach=breach, at=now(), **data)


def _persons(request: HttpRequest, breach: Breach, data: dict[str, Any]) -> str:
    colleague = data.pop("colleague")
    choice = Choice(actor=colleague.subject_id if colleague else None, **data)
    return gettext("%(count)d persons are new on the list.") % {
        "count": breaches.add_persons(breach=breach, choice=choice, at=now())
    }


def _tell(request: HttpRequest, breach: Breach, data: dict[str, Any]) -> str:
    told, left = breaches.tell(breach=breach, by=request.user, at=now())
    return gettext("%(told)d letters are on their way; %(left)d persons have no address.") % {
        "told": told,
        "left": left,
    }


def _told_otherwise(request: HttpRequest, breach: Breach, data: dict[str, Any]) -> None:
    breaches.told_otherwise(breach=breach, by=request.user, at=now())


def _close(request: HttpRequest, breach: Breach, data: dict[str, Any]) -> None:
    breaches.close(breach=breach, by=request.user, at=now(), **data)


def _is_open(breach: Breach) -> bool:
    return breach.is_open


@admin.register(Breach)
class BreachAdmin(WorkspaceAdmin):
    menu_order = 47
    form = BreachForm
    list_display = ("__str__", "aware_at", "risk", "standing")
    ordering = ("-aware_at", "-id")
    refusals = REFUSALS
    steps = (
        Step("report", _("Reported to Datatilsynet"), _report, CHANGE, _("Noted."), form=ReportForm,
            is_open=_is_open, refusals=REFUSALS, tone="next"),
        Step("persons", _("Find the persons in the history"), _persons, CHANGE, _("Done."), form=PersonsForm,
            is_open=_is_open, refusals=REFUSALS),
        Step(
            "tell", _("Write to the persons"), _tell, CHANGE, _("On their way."), is_open=_is_open, refusals=REFUSALS,
            question=_("Everybody on the list who was not told gets the letter by e-mail, if we have a confirmed address."),
        ),
        Step(
            "told", _("The rest were told by letter or telephone"), _told_otherwise, CHANGE, _("Noted."), is_open=_is_open,
            refusals=REFUSALS, question=_("You have written to or called everybody without an address."),
        ),
        Step("close", _("Close"), _close, CHANGE, _("Closed."), form=CloseForm, is_open=_is_open, refusals=REFUSALS),
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        made = (
            "opened_by",
            "reported_at",
            "reference",
            "late_reason",
            "no_report_reason",
            "told_at",
            "no_tell_reason",
            "closed_by",
            "closed_at",
        )
        return BreachForm.Meta.fields if obj is None else (*BreachForm.Meta.fields, *made)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)[len(BreachForm.Meta.fields) :]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and can_be_written(request, obj, attrgetter("is_open"))

    def panels(self, request: HttpRequest, row: Breach) -> list[Panel]:
        return [_to_write_to_by_hand(self, request, row)] if row.is_open else []

    def add(self, request: HttpRequest, data: dict[str, Any]) -> Breach:
        return breaches.register(by=request.user, at=now(), **data)

    def change(self, request: HttpRequest, row: Breach, data: dict[str, Any]) -> None:
        breaches.change(breach=row, **data)

    @admin.display(description=_("state"))
    def standing(self, breach: Breach) -> str:
        """The 72 hours as long as they run."""
        if not breach.awaits_report:
            return show.tag(_("closed")) if breach.closed_at else show.tag(_("open"), "info")
        hours = int((breach.due_at - now()).total_seconds() // 3600)
        words = gettext("%(hours)d hours left") % {"hours": hours} if hours >= 0 else gettext("late")
        return show.tag(words, "warning" if hours >= 24 else "danger")


def _to_write_to_by_hand(page: BreachAdmin, request: HttpRequest, breach: Breach) -> Panel:
    """Whom no e-mail reaches: by name for whoever may open their page, else by number."""
    untold = list(breach.persons.filter(told_at=None).order_by("pk").values_list("subject", flat=True)[:MOST])
    without = [person for person in untold if not addresses.of_person(person)]
    names = page.admin_site.names_of(request, without)
    rows = [(names.get(person, _("without a page you may open")), str(person)) for person in without]
    note = _("Write or call, then note that the rest were told. The first hundred who were not told are looked at.")
    heads = (_("who"), _("number"))
    return Panel(_("Without a confirmed e-mail address"), heads, rows, _("Everybody who was not told has one."), note)
