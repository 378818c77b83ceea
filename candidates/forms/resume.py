"""A JSON Resume file, read as soon as it comes and kept nowhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.queries import resumes

UNREADABLE = _(
    "This is not a JSON Resume file we can read. It is a text file that ends in .json, at most 1 MB. "
    "Choose another, or write it yourself."
)


class ResumeForm(forms.Form):
    """`cleaned_data["resume"]` is what was understood."""

    resume = forms.FileField(
        label=_("JSON Resume file"), widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_("At most 1 MB. Pictures, links and what it says of other people are not taken."),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )  # fmt: skip

    def clean_resume(self) -> resumes.Understood:
        try:
            return resumes.read(self.cleaned_data["resume"].read(resumes.LARGEST + 1))
        except resumes.Unreadable:
            raise forms.ValidationError(UNREADABLE) from None
