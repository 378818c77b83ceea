"""Forms of my page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind
from candidates.forms.fields import HEAD
from candidates.ports import Inspection
from candidates.validators import RULES, SENTENCES, check_first_bytes, check_name_and_size, fault
from privacy.choices import Language
from privacy.forms import NameField
from privacy.forms.own_pages import PhoneField

LIMITS = _("PDF or Word (.docx), at most 5 MB. Certificates and diplomas may also be pictures (.jpg or .png).")


class ProfileForm(forms.Form):
    """What a person corrects without asking us (GDPR art. 16)."""

    first_name = NameField(
        label=_("First name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = NameField(
        label=_("Last name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    phone = PhoneField(required=False, help_text=_("A Norwegian number needs no country code."))
    language = forms.ChoiceField(label=_("Language of our e-mails to you"), choices=Language.choices)


class AddDocumentForm(forms.Form):
    """One more document; `judge` looks into the file, in a child process (`candidates.ports.Inspector.judge`)."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind, capfirst(label)) for kind, label in DocumentKind.choices],
        error_messages={
            "invalid_choice": _(
                "Choose one of those listed. Police certificates and credit reports are shown, never sent: we keep none."
            )
        },
    )
    file = forms.FileField(
        label=_("File"),
        help_text=LIMITS,
        widget=forms.FileInput(attrs={"accept": RULES[DocumentKind.DIPLOMA].accept}),
        error_messages={"empty": SENTENCES["empty"], "required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, judge: Callable[..., Inspection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._judge = judge

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"kind", "file"} <= cleaned.keys():
            try:
                self._look_into(cleaned["file"], cleaned["kind"])
            except forms.ValidationError as error:
                self.add_error("file", error)
        return cleaned

    def _look_into(self, upload: Any, kind: str) -> None:
        extension = check_name_and_size(upload, kind)
        check_first_bytes(upload.read(HEAD), extension)
        found = self._judge(upload, extension=extension, kind=kind)
        if not found.is_accepted:
            raise fault(found.reason)
