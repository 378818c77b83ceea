"""What is done to a request about rights: answered, extended, refused by two people."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from privacy.actions import answers, requests
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.filters import staff
from privacy.admin.people import erase_step
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices.requests import REFUSABLE, RefusalGround, RequestState, Right
from privacy.models import Request
from privacy.queries import lookup

CHANGE = "privacy.change_request"
REFUSALS: dict[type[Exception], Any] = {
    answers.NotWaiting: _("This request is not open: it is answered, unverified, or a refusal waits for the manager."),
    answers.NoSuchGround: _("The law has no such reason to refuse this right."),
    answers.NotProposed: _("No refusal is proposed."),
    answers.SamePerson: _("Somebody else than who proposed it approves a refusal."),
    answers.NotTheManager: _("Only the manager approves a refusal."),
    answers.TooLate: _("The time can be extended once, before the first day is over."),
}


class PersonField(forms.CharField):
    """A person, by e-mail address or number; its value is the number."""

    def __init__(self, **given: Any) -> None:
        help_text = _("The person's e-mail address, or number from another page.")
        super().__init__(**{"label": _("Person"), "help_text": help_text} | given)

    def clean(self, value: Any) -> Any:
        if not (typed := super().clean(value)):
            return None
        found = lookup.persons_by(typed)
        if not found:
            raise ValidationError(_("Nobody is known by that. Look for the person's page, and copy the number."))
        if len(found) > 1:
            raise ValidationError(_("Several persons are known by that address. Give the number of the right one."))
        return found[0]


class TextForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), widget=forms.Textarea, required=False,
        help_text=_("What you did, and what you found. Sent as it stands here, in a letter that says the rest."),
    )  # fmt: skip


class StatementForm(forms.Form):
    statement = forms.CharField(label=_("The person's own statement"), widget=forms.Textarea)


class ExtendForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it takes longer"), widget=forms.Textarea, help_text=_("The person reads this.")
    )


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground in law"), choices=RefusalGround.choices)
    reason = forms.CharField(
        label=_("Our reason"), widget=forms.Textarea, help_text=_("The person reads this, with how to complain.")
    )


class WhoForm(forms.Form):
    """Whose a request is."""

    who = PersonField()
    identity_note = forms.CharField(
        label=_("How you knew who it was"), max_length=300,
        help_text=_("Seen, called back, known by voice … Never a copy, never a number of an id."),
    )  # fmt: skip


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(staff(), label=_("New owner"))


def _does(action: Callable[..., object]) -> Any:
    def run(request: HttpRequest, row: Request, data: dict[str, Any]) -> None:
        action(request=row, by=request.user, at=now(), **data)

    return run


def _is_open(row: Request) -> bool:
    return row.state == RequestState.OPEN


def _is_proposed(row: Request) -> bool:
    return row.state == RequestState.PROPOSED


def _may_refuse(row: Request) -> bool:
    return _is_open(row) and row.is_refusable


def _may_extend(row: Request) -> bool:
    return _is_open(row) and row.extended_on is None and timezone.localdate() <= row.due_on


def _asks_erasure(row: Request) -> bool:
    return _is_open(row) and row.right == Right.ERASURE and row.is_attached


def _is_nobodys(row: Request) -> bool:
    return row.is_waiting and not row.is_attached


def _attach(request: HttpRequest, row: Request, data: dict[str, Any]) -> None:
    requests.attach(request=row, subject_id=data["who"], identity_note=data["identity_note"], by=request.user, at=now())


def _grounds(row: Request) -> dict[str, Any]:
    """The reasons the law has for this right, before one is chosen."""
    grounds = [(ground.label,) for ground in REFUSABLE[Right(row.right)]]
    return {"panels": [Panel(_("Reasons the law allows for this right"), (_("ground"),), grounds)]}


def _letter(row: Request) -> dict[str, Any]:
    """What the person will read, before it goes."""
    return {"panels": [letter_panel(row, "refused_1")]}


def letter_panel(row: Request, name: str) -> Panel:
    """The words of a letter, to be read or posted."""
    context = {"request": row, "site_url": "", "language": row.language}
    with translation.override(row.language):
        text = get_template(f"privacy/letters/{name}.txt").render(context)
    return Panel(_("Letter"), (_("text"),), [(show.text(text),)])


STEPS = (
    Step("attach", _("Say who asked"), _attach, CHANGE, _("The request and what is known of the person belong together now."),
         form=WhoForm, is_open=_is_nobodys, refusals=REFUSALS, tone="next",
         question=_("Only when you are sure: the answer, and an erasure, will be about that person.")),
    Step("grant", _("Answer: it is done"), _does(answers.grant), CHANGE, _("Answered."), form=TextForm, is_open=_is_open,
         refusals=REFUSALS, tone="next"),
    replace(erase_step(CHANGE, for_claims=True), is_open=_asks_erasure),
    Step("statement", _("Add the person's statement"), _does(answers.add_statement), CHANGE, _("The statement stands beside the data."),
         form=StatementForm, is_open=_is_open, refusals=REFUSALS),
    Step("extend", _("Take more time"), _does(answers.extend), CHANGE, _("The person is told."), form=ExtendForm,
         is_open=_may_extend, refusals=REFUSALS, question=_("Once, by two months, and only for what is complicated.")),
    Step("refuse", _("Propose to refuse"), _does(answers.propose_refusal), CHANGE, _("The manager looks at it."), form=RefuseForm,
         is_open=_may_refuse, refusals=REFUSALS, preview=_grounds,
         question=_("Nothing is sent before the manager agrees. An agreement that goes on is no reason.")),
    Step("approve", _("Approve the refusal"), _does(answers.approve_refusal), CHANGE,
         _("Refused, and the person is told how to complain."),
         is_open=_is_proposed, refusals=REFUSALS, roles=("manager",), preview=_letter, as_read=True, tone="danger"),
    Step("send-back", _("Do not refuse"), _does(answers.send_back), CHANGE, _("It is open again."), is_open=_is_proposed,
         refusals=REFUSALS),
    Step("assign", _("Hand over"), _does(answers.assign), CHANGE, _("Handed over."), form=OwnerForm, is_open=_is_open,
         refusals=REFUSALS, in_bulk=True),
)  # fmt: skip
