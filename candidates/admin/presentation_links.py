"""A reader's link sent once more: the mail was lost, or somebody else has the link."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentation_readers, presentations
from candidates.models import Presentation, PresentationReader
from privacy.admin.base import now
from privacy.admin.steps import Step


class ReaderForm(forms.Form):
    reader = forms.ModelChoiceField(PresentationReader.objects.none(), label=_("Who gets a new link"))


def _fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = PresentationReader.objects.standing().unrestricted().filter(presentation=whole)
    form.fields["reader"].queryset = rows.select_related("contact").order_by("contact__name", "pk")
    form.fields["reader"].label_from_instance = lambda reader: f"{reader.contact.name}, {reader.contact.email}"


def _send_again(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentation_readers.send_again(reader=data["reader"], by=request.user, at=now())


def is_out(whole: Presentation) -> bool:
    return not whole.is_draft and whole.revoked_at is None and whole.ends_at > now()


NOTHING_LEFT = _("There is nothing this reader may see any more, so no link is sent.")
SEND_AGAIN = Step(
    "send-again", _("Send a new link"), _send_again, "candidates.change_presentation",
    _("A new link is on its way. The one before opens nothing any more."), form=ReaderForm, fit=_fit, is_open=is_out,
    closed=NOTHING_LEFT, refusals={presentations.NotOut: NOTHING_LEFT},
)  # fmt: skip
