"""On a candidate's card: that an identity was seen, when it is needed at all."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.actions import identities
from candidates.choices.identity import IdentityKind
from candidates.models import Candidate
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.forms.days import DayField

MAY = "candidates.change_candidate"
REFUSALS: dict[type[Exception], Any] = {
    identities.NotConfirmed: _(
        "The candidate has not confirmed an e-mail address. Ask for that first: an identity is seen of somebody who is "
        "reached."
    ),
    identities.NotYet: _("That day has not come yet: write the day on which you saw it."),
    identities.YourOwn: _("This is yourself: let a colleague see it."),
    identities.NotNoted: _("It is not noted any more."),
}


class SeenForm(forms.Form):
    kind = forms.ChoiceField(choices=IdentityKind.choices, label=_("What was shown"))
    seen_on = DayField(
        label=_("Seen on"), initial=timezone.localdate,
        help_text=_("You are noted as who saw it. No number and no copy: there is nowhere to put one."),
    )  # fmt: skip


def _note(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    identities.note(candidate=candidate, by=request.user, at=now(), **data)


def _remove(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    identities.remove(candidate=candidate, by=request.user, at=now())


def _is_noted(candidate: Candidate) -> bool:
    return getattr(candidate, "identity", None) is not None


STEPS = (
    Step(
        "see-identity", _("Note that you saw who it is"), _note, MAY, _("Noted, with the day and your name."),
        form=SeenForm, refusals=REFUSALS, is_open=lambda candidate: candidate.is_confirmed,
        question=_("Only when it is needed: before an employment, or where the position demands it. A look is enough."),
    ),
    Step(
        "unsee-identity", _("Remove the note of the identity"), _remove, MAY, _("Removed."), refusals=REFUSALS,
        is_open=_is_noted, question=_("It was noted of the wrong person, or is not needed any more."),
    ),
)  # fmt: skip


def panel(request: HttpRequest, candidate: Candidate) -> list[Panel]:
    """One line, where there is something to say."""
    if not _is_noted(candidate):
        return []
    seen = candidate.identity  # type: ignore[attr-defined]
    rows = [(capfirst(seen.get_kind_display()), show.day(seen.seen_on), str(seen.seen_by))]
    heads = (_("what was shown"), _("seen on"), _("seen by"))
    return [Panel(_("Identity seen"), heads, rows, note=_("No copy and no number is kept."))]
