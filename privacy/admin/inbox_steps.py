"""What is done to a question: answered, handed over, taken as a request about rights, closed."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.actions import case_requests, inbox
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.filters import staff
from privacy.admin.request_steps import PersonField
from privacy.admin.show import Panel
from privacy.admin.steps import Step, Text
from privacy.choices.requests import RequestState, Right
from privacy.forms.days import DayField
from privacy.models import InboxCase

CHANGE = "privacy.change_inboxcase"
REFUSALS: dict[type[Exception], Text] = {
    inbox.AlreadyClosed: _("This enquiry was answered before."),
    inbox.NoAddress: _("The mail had no address to answer to."),
    case_requests.CameLater: _("That day has not come yet: write the day the mail came."),
}


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(staff(), label=_("New owner"))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea,
        help_text=_("Sent by e-mail as it stands here. Then the enquiry is closed."),
    )


class RequestForm(forms.Form):
    """A right somebody uses by mail. Who it is, is the colleague's to say; or the sender proves the address."""

    right = forms.ChoiceField(label=_("Asks for"), choices=Right.choices)
    received_on = DayField(label=_("Came on"), help_text=_("The month to answer counts from this day."))
    who = PersonField(required=False)
    identity_note = forms.CharField(
        label=_("How you knew who it was"), max_length=300, required=False,
        help_text=_(
            "Leave it empty if you do not know: the sender then gets a link, and whoever uses it reads that address. "
            "Never a copy, never a number of an id."
        ),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("who") and not data.get("identity_note"):
            self.add_error(
                "identity_note", _("Say how you knew that it is this person: the address alone proves nothing.")
            )
        if data.get("received_on") and data["received_on"] > timezone.localdate():
            self.add_error("received_on", REFUSALS[case_requests.CameLater])
        return data


def _answer(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.answer(case=case, by=request.user, at=now(), **data)


def _assign(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.assign(case=case, by=request.user, at=now(), **data)


def _close(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.close(case=case, by=request.user, at=now())


def _stop(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> None:
    inbox.stop_advertising(case=case, by=request.user, at=now())


def _as_request(request: HttpRequest, case: InboxCase, data: dict[str, Any]) -> str:
    whose: dict[str, Any] = {"who": None, "identity_note": ""} | data
    made = case_requests.become_request(case=case, by=request.user, at=now(), **whose)
    if made.state == RequestState.UNVERIFIED:
        said = gettext("It is request %(number)s now. The sender has got a link to confirm the address.")
    else:
        said = gettext("It is request %(number)s now, to be answered by %(day)s.")
    return said % {"number": made.number, "day": show.plain_day(made.answer_by)}


def _who_may_say(request: HttpRequest, case: InboxCase, form: forms.Form) -> None:
    """Whose data it is about is said by those who answer requests; for all others the sender proves the address."""
    if not request.user.has_perm("privacy.add_request"):
        del form.fields["who"], form.fields["identity_note"]


def _suggested(case: InboxCase) -> dict[str, Any]:
    return {"right": case.suggested_right or Right.ACCESS, "received_on": timezone.localdate(case.received_at)}


def _what_it_says(case: InboxCase) -> dict[str, Any]:
    rows = [(show.text(f"{case.subject_line}\n\n{case.message}".strip()),)]
    return {"panels": [Panel(_("What was written"), (_("message"),), rows)]}


def is_open(case: InboxCase) -> bool:
    return case.closed_at is None


def _is_answerable(case: InboxCase) -> bool:
    return is_open(case) and bool(case.email)


def _may_ask_to_stop(case: InboxCase) -> bool:
    return _is_answerable(case) and case.suggested_right == Right.MARKETING and case.stopped_at is None


STEPS = (
    Step("answer", _("Answer"), _answer, CHANGE, _("The answer is on its way."), form=AnswerForm, is_open=_is_answerable,
         refusals=REFUSALS, tone="next"),
    Step("stop", _("Stop advertising"), _stop, CHANGE, _("No more advertising goes there, and the sender is told."),
         is_open=_may_ask_to_stop, refusals=REFUSALS, preview=_what_it_says, tone="next",
         question=_("All advertising to this address ends now. Service messages still come.")),
    Step("request", _("Take as a request about rights"), _as_request, CHANGE, _("It is a request now."), form=RequestForm,
         is_open=is_open, refusals=REFUSALS, fit=_who_may_say, initial=_suggested, preview=_what_it_says),
    Step("close", _("Close without an answer"), _close, CHANGE, _("Closed."), is_open=is_open, refusals=REFUSALS, in_bulk=True,
         question=_("For thanks, advertisements and mails from machines. Nothing is sent.")),
    Step("assign", _("Hand over"), _assign, CHANGE, _("Handed over."), form=AssignForm, is_open=is_open, refusals=REFUSALS,
         in_bulk=True),
)  # fmt: skip
