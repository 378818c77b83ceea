"""What an adviser fills in about referees: whom the candidate named, whom to ask, what was said by telephone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms.references import RefereeForm, StatementForm
from candidates.models import Referee, ReferenceCheck
from candidates.queries import references as reading
from privacy.choices import Language
from privacy.forms import NameField


class NamingForm(RefereeForm):
    """The same as the candidate fills in, asked of a colleague; and how we know."""

    not_asked = _("The candidate asks them first; tick this when that is done: nobody is to hear from us unprepared.")
    relation = NameField(
        label=_("How they know the candidate"), max_length=150,
        help_text=_("For example: head of the ward where the candidate worked 2021–2024."),
    )  # fmt: skip
    is_asked = forms.BooleanField(
        label=_("The candidate has asked this person, who is willing to be a referee."), required=False
    )
    how = forms.CharField(
        label=_("How the candidate named them"),
        max_length=150,
        help_text=_("For example: in the interview on 3 March."),
    )


class WantForm(forms.Form):
    referee = forms.ModelChoiceField(Referee.objects.none(), label=_("Referee"))


class GuideForm(StatementForm):
    """What was said by telephone, question by question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, questions=reading.guide(Language.NB), **kwargs)


def told(check: ReferenceCheck) -> dict[str, Any]:
    """What was said before stands there, so that a call adds to it."""
    told = dict(check.told)
    return {f"answer_{place}": told.get(question, "") for place, question in enumerate(reading.guide(Language.NB))}
