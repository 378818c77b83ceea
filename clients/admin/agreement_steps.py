"""What is done to an agreement: sent, signed, its file received, ended, a draft thrown away."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients import registries
from clients.actions import agreements
from clients.models import Agreement, ClientContact
from privacy.admin.base import now
from privacy.admin.steps import Step
from privacy.forms.days import DayField

CHANGE = "clients.change_agreement"
REFUSALS: dict[type[Exception], Any] = {
    agreements.AlreadySigned: _("This agreement is signed: it is followed by the next version, never changed."),
    agreements.NotSigned: _("Only a signed agreement has a signed file."),
    agreements.AlreadyFiled: _("The signed file was received before, and is never replaced."),
    agreements.SignedAhead: _("Nobody has signed on a day that is not there yet."),
    agreements.NotTheirs: _("This contact person does not speak for the client, or no longer does."),
    agreements.EndsTooEarly: _("The last day is today or later, and not before the agreement begins."),
}


class SignedPdf(forms.FileField):
    """Looked into while who sends it waits; `is_scanned` says whether a scanner has seen it, too."""

    def __init__(self, **given: Any) -> None:
        widget = forms.FileInput({"accept": ".pdf"})
        super().__init__(label=_("Signed file"), help_text=_("PDF, at most 5 MB."), widget=widget, **given)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: Any = super().clean(data, initial)
        if upload:
            upload.is_scanned = registries.pdf_judge()(upload)
        return upload or None


class SendForm(forms.Form):
    contact = forms.ModelChoiceField(ClientContact.objects.none(), label=_("To"))


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"), initial=timezone.localdate)


class FileForm(forms.Form):
    contacts = forms.ModelMultipleChoiceField(
        ClientContact.objects.none(), label=_("Signed for the client by"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only whoever has signed: the name is kept as long as the agreement, also when the person asks to be erased."),
    )  # fmt: skip
    file = SignedPdf()


class SignForm(FileForm):
    signed_on = DayField(label=_("Signed on"), initial=timezone.localdate)
    file = SignedPdf(required=False)
    field_order = ("signed_on", "contacts", "file")


def _of_the_client(request: HttpRequest, agreement: Agreement, form: forms.Form) -> None:
    """Only those who speak for this client, and may be seen, can be chosen."""
    theirs = ClientContact.objects.visible_to(request.user).filter(company=agreement.company_id, ended_at=None)
    for name in ("contact", "contacts"):
        if name in form.fields:
            form.fields[name].queryset = theirs.order_by("name", "pk")


def _send(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    agreements.send(agreement=agreement, by=request.user, at=now(), **data)


def _discard(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    agreements.discard(agreement=agreement)


def _sign(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    agreements.register(agreement=agreement, signed_on=data["signed_on"], by=request.user, at=now(), **_paper(data))


def _receive(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    agreements.receive_file(agreement=agreement, by=request.user, at=now(), **_paper(data))


def _paper(data: dict[str, Any]) -> dict[str, Any]:
    upload = data["file"]
    return {
        "signatories": list(data["contacts"]),
        "upload": upload,
        "is_scanned": bool(upload and upload.is_scanned),
    }


def _end(request: HttpRequest, agreement: Agreement, data: dict[str, Any]) -> None:
    agreements.end_agreement(agreement=agreement, at=now(), **data)


def _is_draft(agreement: Agreement) -> bool:
    return agreement.is_draft


def _goes_on(agreement: Agreement) -> bool:
    ends = agreement.valid_until
    return not agreement.is_draft and (ends is None or ends >= timezone.localdate())


def _is_without_file(agreement: Agreement) -> bool:
    return agreement.is_without_file


STEPS = (
    Step("send", _("Send for signature"), _send, CHANGE, _("The terms are sent in words; the paper you send yourself."),
         form=SendForm, fit=_of_the_client, is_open=_is_draft, refusals=REFUSALS, tone="next",
         question=_("The contact person gets the terms by e-mail. Nothing is agreed before both have signed.")),
    Step("sign", _("Register as signed"), _sign, CHANGE, _("Signed: orders can be opened on it."), form=SignForm,
         fit=_of_the_client, is_open=_is_draft, refusals=REFUSALS, tone="next",
         question=_("Once signed, nothing of it changes but its end.")),
    Step("file", _("Add the signed file"), _receive, CHANGE, _("The signed file is received."), form=FileForm,
         fit=_of_the_client, is_open=_is_without_file, refusals=REFUSALS, question=_("Once: it is never replaced.")),
    Step("discard", _("Throw the draft away"), _discard, CHANGE, _("The draft is gone."), is_open=_is_draft,
         refusals=REFUSALS, question=_("Nobody has signed it. It cannot be brought back."), tone="danger", leaves=True),
    Step("end", _("End the agreement"), _end, CHANGE, _("No order is opened on it after that day."), form=EndForm,
         is_open=_goes_on, refusals=REFUSALS,
         question=_("The time for which the law makes us keep it begins when its last order is closed.")),
)  # fmt: skip
