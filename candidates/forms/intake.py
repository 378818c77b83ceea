"""A CV that came by mail or over the desk, on one page: who, the file, from whom and when."""

import uuid
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates import registries
from candidates.actions import intake
from candidates.choices import DocumentKind
from candidates.forms.fields import JudgedFileField, PhoneField
from candidates.models import Candidate
from candidates.models.document import document_storage
from candidates.queries.likeness import who_may_be
from privacy.choices.disclosures import CollectionSource
from privacy.forms import AddressField, NameField
from privacy.models import CaseFile
from privacy.ports import Actor

ASIDE, ASIDE_FOR = "candidates.intake", 2 * 60 * 60  # seconds
NEW = "new"
HERE_ALREADY = _("Somebody like this is here already. Look, and say who it is.")
GONE = _("The file is no longer here: it was taken in already, or its time was over. Choose it again.")


class IntakeForm(forms.ModelForm):
    """Where it came from and when is what the storage time counts from. `reader` and `attached` are set by the page."""

    reader: Actor
    attached: CaseFile | None = None

    first_name = NameField(label=_("first name"), max_length=100)
    last_name = NameField(label=_("last name"), max_length=100)
    email = AddressField(label=_("e-mail address"), max_length=254, required=False)
    phone = PhoneField(label=_("telephone"), required=False)
    cv = JudgedFileField(
        DocumentKind.CV, label=_("CV"), required=False, help_text=_("PDF or Word (.docx), at most 5 MB.")
    )
    received_on = forms.DateField(
        label=_("data received on"), widget=AdminDateWidget, help_text=_("The storage time counts from this day."),
        error_messages={"required": _("Say when it came: without the day nobody knows how long it may be kept.")},
    )  # fmt: skip
    collected_from = forms.ChoiceField(
        label=_("received from"), initial=CollectionSource.PERSON,
        choices=[(CollectionSource.PERSON, _("the person")), (CollectionSource.OTHER, CollectionSource.OTHER.label)],
        help_text=_("The person is told at once by e-mail; without an address you tell them within 30 days."),
    )  # fmt: skip
    source_name = forms.CharField(
        label=_("who it is from"), max_length=150, required=False, help_text=_("If it is not from the person.")
    )
    same = forms.CharField(label=_("Is it one of these?"), required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Candidate
        fields = (
            "same", "cv", "first_name", "last_name", "email", "phone", "language", "received_on", "collected_from",
            "source_name", "kept",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cv"].inspector = registries.outside().inspector
        if self.attached:
            self.fields["cv"].help_text = _(
                "%(name)s, from the e-mail, is taken in. Choose another file only instead of it."
            ) % {"name": self.attached.original_name}

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day has not come yet: write the day it came."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("collected_from") == CollectionSource.OTHER and not data.get("source_name"):
            self.add_error("source_name", _("Say who it is from: the person has a right to know."))
        is_new_file = bool(data.get("cv"))
        data["kept"], data["case_file"] = "", None
        if not is_new_file and "cv" not in self.errors:
            self._take_what_is_here(data)
        data["into"] = None if self.errors else self._who(data)
        if self.errors and is_new_file:
            self._put_aside(data["cv"])
        return data

    # --- the file ---
    def _take_what_is_here(self, data: dict[str, Any]) -> None:
        """The file put aside when the page was asked anew, else the one that came with the mail."""
        try:
            if token := self.data.get("kept"):
                data["kept"], data["cv"] = self._put_aside_before(token)
            elif self.attached:
                data["case_file"], data["cv"] = self.attached.pk, self._judged(self.attached)
        except ValidationError as fault:
            self.add_error("cv", fault)

    def _judged(self, attached: CaseFile) -> UploadedFile | None:
        try:
            with attached.file.open() as file:
                upload = SimpleUploadedFile(attached.original_name, file.read(), attached.content_type)
        except FileNotFoundError:
            raise ValidationError(GONE) from None
        return self.fields["cv"].clean(upload)

    def _put_aside(self, upload: UploadedFile) -> None:
        """A browser forgets the file it has sent; here it waits until the page is sent again."""
        told = {"name": intake.put_aside(upload), "file": upload.name, "by": self.reader.pk}
        self.data = self.data.copy()
        self.data["kept"] = signing.dumps(told, salt=ASIDE)
        self["cv"].help_text = _("%(name)s is here, and is taken in. Choose another file only instead of it.") % {
            "name": upload.name
        }

    def _put_aside_before(self, token: str) -> tuple[str, UploadedFile | None]:
        try:
            told = signing.loads(token, salt=ASIDE, max_age=ASIDE_FOR)
            if told["by"] != self.reader.pk:
                raise ValidationError(GONE)
            with document_storage().open(told["name"]) as file:
                upload = SimpleUploadedFile(told["file"], file.read())
        except (signing.BadSignature, FileNotFoundError):
            raise ValidationError(GONE) from None
        self["cv"].help_text = _("%(name)s is here, and is taken in. Choose another file only instead of it.") % {
            "name": upload.name
        }
        return told["name"], self.fields["cv"].clean(upload)

    # --- who it is ---
    def _who(self, data: dict[str, Any]) -> Candidate | None:
        """Whoever was chosen of those it may be; None for somebody new. Where nobody has chosen, the page asks."""
        named = {name: data.get(name, "") for name in ("email", "phone", "first_name", "last_name")}
        found = {str(each.pk): each for each in who_may_be(among=Candidate.objects.visible_to(self.reader), **named)}
        chosen = data.get("same", "")
        if found and chosen not in (NEW, *found):
            self._ask(found)
        return found.get(chosen)

    def _ask(self, found: dict[str, Any]) -> None:
        choices = [(pk, self._told(each)) for pk, each in found.items()]
        self.fields["same"].widget = forms.RadioSelect(choices=[*choices, (NEW, _("None of them: somebody new"))])
        self.add_error("same", HERE_ALREADY)

    def _told(self, each: Any) -> str:
        where = ", ".join(filter(None, [each.email, each.phone]))
        return format_html(
            '<a href="{}">{}</a> {}: {}', each.get_absolute_url(), each, where, _("add the file to this person")
        )


def sent(data: dict[str, Any]) -> dict[str, Any]:
    """What the action takes of the cleaned form."""
    who = {name: data[name] for name in ("first_name", "last_name", "email", "phone", "language")}
    came = ("received_on", "collected_from", "source_name", "cv", "case_file", "kept", "into")
    return {"who": who, **{name: data[name] for name in came}}


def attachment(number: str, *, reader: Actor) -> CaseFile | None:
    """A file that came with a mail, if this colleague may see the mail."""
    try:
        return CaseFile.objects.visible_to(reader).filter(pk=uuid.UUID(number)).select_related("case").first()
    except ValueError:
        return None
