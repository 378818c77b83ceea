"""What strangers may send the privacy app: a question, a receipt to check."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from privacy.choices import CaseKind
from privacy.queries import receipts
from privacy.validators import phone_number

UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, format, surrogate, private, unassigned, separators
JOINERS = "\u200c\u200d"
INVISIBLE = "\u00ad\u200b\u2060\ufeff"
AN_ADDRESS = re.compile(r"://|\bwww\.|[^\s@]@[^\s@]+\.\w", re.IGNORECASE)
CODES_OF_A_LETTER, LONGEST = 4, 300  # a letter with its marks, as some keyboards write it
A_DOMAIN = re.compile(rf"(?i:{AN_ADDRESS.pattern})|\w\.[a-z]{{2,}}")  # "Kr.Olsen" is a name


class NameField(forms.CharField):
    """A name as it may stand on any page: each letter in one form, none that nobody sees or that turns the others round.

    The two joiners that Persian and some Indian scripts are written with are letters here. No name holds an address: it
    stands in e-mails of ours, where it would become a link. A company or a day (`is_person=False`) may have a dot in it.
    """

    def __init__(self, *, is_person: bool = True, **given: Any) -> None:
        self.address = A_DOMAIN if is_person else AN_ADDRESS
        super().__init__(**given)

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value))
        longest = self.max_length or LONGEST
        if (
            len(typed) > CODES_OF_A_LETTER * longest
        ):  # before the work: marks are put in order in the square of their number
            MaxLengthValidator(longest)(typed)
        return _without_ends(unicodedata.normalize("NFC", typed))

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(unicodedata.category(each) in UNSEEN and each not in JOINERS for each in value):
            raise ValidationError(
                _("There is a character here that cannot be shown. Type it anew instead of copying it."), code="unseen"
            )
        if self.address.search(value):
            raise ValidationError(_("Write the name alone, without a web or e-mail address."), code="address")


def _without_ends(text: str) -> str:
    seen = [place for place, each in enumerate(text) if not (each.isspace() or each in JOINERS + INVISIBLE)]
    return text[seen[0] : seen[-1] + 1] if seen else ""


class AddressField(forms.EmailField):
    """An address mail can be sent to from here: `somebody@localhost` is our own machine's."""

    default_validators = [EmailValidator(allowlist=[])]


class PhoneField(forms.CharField):
    """A telephone number, Norwegian unless it says otherwise; cleaned to E.164."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _("Telephone"), "max_length": 30, "widget": widget} | given)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return phone_number(typed) if typed else ""


class Trap(forms.CharField):
    """A field no person sees; who fills it in fills in everything. What follows is said honestly."""

    def __init__(self) -> None:
        attributes = {"tabindex": "-1", "autocomplete": "off"}
        super().__init__(required=False, label=_("Leave this empty"), widget=forms.TextInput(attributes))

    def validate(self, value: str) -> None:
        if value:
            raise ValidationError(
                _("A field that must stay empty was filled in. Empty it and send again."), code="trap"
            )


class ContactForm(forms.Form):
    name = NameField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = AddressField(
        label=_("E-mail address"), max_length=254, help_text=_("We answer to this address."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=[(kind, capfirst(label)) for kind, label in CaseKind.choices]
    )
    message = forms.CharField(
        label=_("Your question"), max_length=10_000, widget=forms.Textarea({"rows": 7}),
        help_text=_("Do not send a national identity number or health information here; we do not need them."),
    )  # fmt: skip
    homepage = Trap()


class CheckReceiptForm(forms.Form):
    """A receipt as a file, or its text; `cleaned_data["receipt"]` is the text."""

    file = forms.FileField(
        label=_("The receipt, as a file"), required=False, widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or its text"), required=False, max_length=receipts.LARGEST, widget=forms.Textarea({"rows": 7})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text")
        if not self.errors and bool(file) == bool(text):
            raise ValidationError(_("Choose a file or copy its text, one of the two."), code="one")
        cleaned["receipt"] = _read(file) if file else text
        return cleaned


def _read(file: UploadedFile) -> str:
    """What is no text is no receipt either: `receipts.check` says so."""
    return file.read(receipts.LARGEST + 1).decode("utf-8-sig", "replace")
