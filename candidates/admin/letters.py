"""Writing to a candidate about a position: chosen, worded, read as the candidate will, and sent."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import emails
from candidates.actions import letters
from candidates.models import Candidate
from clients.models import JobOrder
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.folding import Folded
from privacy.admin.show import Panel
from privacy.admin.steps import Step
from privacy.choices import MessageClass
from privacy.queries.wording import worded

TITLE = _("E-mails about positions")
REFUSALS: dict[type[Exception], Any] = {
    letters.PositionClosed: _("This order is not open any more. Choose another."),
    letters.NotConfirmed: _("The candidate has not confirmed an e-mail address. Call instead."),
    letters.NotAsked: _(
        "The candidate has not said yes to hearing of other positions. Ask by telephone; the candidate can then consent to "
        "longer storage on My page."
    ),
    letters.Suppressed: _("The candidate's address wants no advertising, and this is that. Call instead, if at all."),
    letters.AlreadyWritten: _("Somebody has written to this candidate about this position today already."),
    letters.HoldsNumber: _("There is a national identity number in the text. Take it out: it is never sent by e-mail."),
}
CLASSES = {
    MessageClass.SERVICE: _("Sent as a service: the candidate is in process for this position."),
    MessageClass.MARKETING: _(
        "Sent as advertising, since the candidate is not in process for this position: it carries the link that stops it."
    ),
}


class LetterForm(forms.Form):
    order = forms.ModelChoiceField(
        JobOrder.objects.none(),
        label=_("Position"),
        help_text=_("Open orders. The client is not named unless the ad does."),
    )
    subject_line = forms.CharField(label=_("Subject line"), max_length=150)
    text = forms.CharField(
        label=_("Text"), max_length=4_000, widget=forms.Textarea,
        help_text=_("Greeting, position, link and your name are added. Nothing about other people, no health information."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_orders = JobOrder.objects.is_open().select_related("company").order_by("title", "pk")
        self.fields["order"].queryset = open_orders  # type: ignore[attr-defined]

    def clean_subject_line(self) -> str:
        return " ".join(self.cleaned_data["subject_line"].split())


def _begin(candidate: Candidate) -> dict[str, str]:
    """In the language the candidate reads."""
    with translation.override(candidate.language):
        return {
            "subject_line": gettext("A position that may suit you"),
            "text": gettext(
                "We have a position that we think may suit you. Read about it, and see whether it is something for you."
            ),
        }


def _draft(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> list[Panel]:
    letter = letters.drafted(candidate=candidate, by=request.user, at=now(), **data)
    typed = {"subject_line": data["subject_line"], "text": data["text"]}
    message = emails.position_letter(letter, by=request.user, **typed)
    line, text = worded(message.template, message.context, candidate.language)
    rows = [(line, show.text(text))]
    note = CLASSES[MessageClass(letter.message_class)]
    return [Panel(_("As the candidate reads it"), (_("subject line"), _("text")), rows, note=note)]


def _write(request: HttpRequest, candidate: Candidate, data: dict[str, Any]) -> None:
    letters.write(candidate=candidate, by=request.user, at=now(), **data)


def _is_reached(candidate: Candidate) -> bool:
    return candidate.is_confirmed


def _letters(request: HttpRequest, candidate: Candidate) -> list[Any]:
    return [candidate.letters.visible_to(request.user)]


def letters_panel(request: HttpRequest, candidate: Candidate) -> Panel:
    (found,) = _letters(request, candidate)
    rows = [
        (each.position, show.moment(each.written_at), str(each.written_by), each.get_message_class_display())
        for each in found.select_related("job_ad", "job_order", "written_by").order_by("-written_at", "-pk")
    ]
    heads = (_("position"), _("written"), _("by"), _("class"))
    return Panel(TITLE, heads, rows)


PANEL = Folded("letters", TITLE, letters_panel, _letters, _("None."))
STEP = Step(
    "write", _("Write about a position"), _write, "candidates.change_candidate", _("Written; it is sent within a minute."),
    form=LetterForm, initial=_begin, draft=_draft, is_open=_is_reached, refusals=REFUSALS,
)  # fmt: skip
