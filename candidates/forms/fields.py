"""Fields more than one form here has."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from candidates.ports import FileJudge
from candidates.validators import RULES, SENTENCES, check_first_bytes, check_name_and_size, fault

HEAD = 1_029


class JudgedFileField(forms.FileField):
    """A file of one kind; the form sets `inspector` before it looks at what was sent."""

    inspector: FileJudge

    def __init__(self, kind: str, **given: Any) -> None:
        self.kind = kind
        widget = forms.FileInput({"accept": RULES[kind].accept})
        errors = {"empty": SENTENCES["empty"], "required": _("Choose a file.")}
        super().__init__(**{"widget": widget, "error_messages": errors} | given)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if not upload:
            return None
        extension = check_name_and_size(upload, self.kind)
        upload.seek(0)
        check_first_bytes(upload.read(HEAD), extension)
        found = self.inspector.judge(upload, extension=extension, kind=self.kind)
        if not found.is_accepted:
            raise fault(found.reason)
        return upload
