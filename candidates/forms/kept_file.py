"""A form whose file waits while the form is asked anew, or lies with a mail already."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from candidates import registries
from candidates.actions import intake
from candidates.choices import DocumentKind
from candidates.forms.fields import JudgedFileField
from candidates.models.document import document_storage
from privacy.models import CaseFile
from privacy.ports import Actor

ASIDE, ASIDE_FOR = "candidates.intake", 2 * 60 * 60  # seconds
GONE = _("The file is no longer here: it was taken in already, or its time was over. Choose it again.")


class KeepsItsFile(forms.ModelForm):
    """`reader`, `attached` and `is_missed` are set by the page: who fills it in, the file of a mail it was opened for, and
    whether that is gone."""

    reader: Actor
    attached: CaseFile | None = None
    is_missed = False

    cv = JudgedFileField(
        DocumentKind.CV, label=_("CV"), required=False, help_text=_("PDF or Word (.docx), at most 5 MB.")
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cv"].inspector = registries.outside().inspector
        if self.attached:
            self.fields["cv"].help_text = _(
                "%(name)s, from the e-mail, is taken in. Choose another file only instead of it."
            ) % {"name": self.attached.original_name}

    def take_what_is_here(self, data: dict[str, Any]) -> None:
        """The file put aside when the page was asked anew, else the one that came with the mail."""
        is_new = bool(data.get("cv"))
        data["kept"], data["case_file"] = "", None
        if is_new or "cv" in self.errors:
            return
        try:
            if token := self.data.get("kept"):
                data["kept"], data["cv"] = self._put_aside_before(token)
            elif self.attached:
                data["case_file"], data["cv"] = self.attached.pk, self._judged(self.attached)
            elif self.is_missed:
                raise ValidationError(GONE)
        except ValidationError as fault:
            self.add_error("cv", fault)

    def _judged(self, attached: CaseFile) -> UploadedFile | None:
        try:
            with attached.file.open() as file:
                upload = SimpleUploadedFile(attached.original_name, file.read(), attached.content_type)
        except FileNotFoundError:
            raise ValidationError(GONE) from None
        return self.fields["cv"].clean(upload)

    def put_aside(self, upload: UploadedFile) -> None:
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
