"""What is said of a period at a client before anybody is hired out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Assignment
from clients.models import ClientContact
from privacy.forms.days import DayField

BEFORE = [("no", _("No, never")), ("left", _("Yes, and has left")), ("still", _("Yes, and still is"))]
STILL = _("Nobody is hired out to their own employer. Wait until six months after the last day there.")
WHEN = _("Write the last day the client employed the person.")
NEVER = _("There is a last day only for whoever was employed by the client.")


class AssignmentForm(forms.ModelForm):
    """`worked_before` asks so that nobody says no by not answering."""

    worked_before = forms.ChoiceField(
        label=_("Was the person employed by the client before?"), choices=BEFORE, widget=forms.RadioSelect,
        help_text=_("Ask the person. Employment and Labour Market Act section 27: not before six months have passed."),
    )  # fmt: skip

    class Meta:
        model = Assignment
        fields = (
            "employment", "order", "leader", "place", "county", "is_construction", "starts_on", "ends_on", "ground", "evidence",
            "worked_before", "left_client_on",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "leader" in self.fields:
            self.fields["leader"].required = True

    def _get_validation_exclusions(self) -> set[str]:
        """What the fields do not check by themselves the action refuses, and says what to do."""
        return {field.name for field in Assignment._meta.fields}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        before = said.get("worked_before")
        if before == "still":
            self.add_error("worked_before", STILL)
        elif before == "left" and not said.get("left_client_on") and "left_client_on" not in self.errors:
            self.add_error("left_client_on", WHEN)
        elif before == "no" and said.get("left_client_on"):
            self.add_error("left_client_on", NEVER)
        self.instance.worked_at_client = before == "left"
        return said


class DaysForm(forms.Form):
    starts_on = DayField(label=_("First day at the client"))
    ends_on = DayField(label=_("Last day at the client"))


class LeaderForm(forms.Form):
    leader = forms.ModelChoiceField(
        ClientContact.objects.none(), label=_("Leads the work at the client"),
        help_text=_("A contact person of the client: registered on the client's page first, if new."),
    )  # fmt: skip


class EndForm(forms.Form):
    ends_on = DayField(label=_("Last day at the client"))
