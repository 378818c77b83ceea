"""A JSON Resume file, read as soon as it comes and kept nowhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Education, WorkExperience
from candidates.queries import resume_rows, resumes
from candidates.queries.resume_rows import Row

UNREADABLE = _(
    "This is not a JSON Resume file we can read. It is a text file that ends in .json, at most 1 MB. "
    "Choose another, or write it yourself."
)


SECTIONS = resume_rows.SECTIONS
MODELS: dict[str, type[Any]] = {"work": WorkExperience, "education": Education}
LONGEST = 500_000  # letters of what is carried from page to page


class Ticked(forms.MultipleChoiceField):
    """Lines that come along unless they are unticked."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Untick what shall not come along."),
            **given,
        )


class ResumeForm(forms.Form):
    """`cleaned_data["resume"]` is what was understood."""

    resume = forms.FileField(
        label=_("JSON Resume file"), widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_("At most 1 MB. Pictures, links and what it says of other people are not taken."),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )  # fmt: skip

    def clean_resume(self) -> resumes.Understood:
        return resume_in(self.cleaned_data["resume"])


def resume_in(file: Any) -> resumes.Understood:
    """Raises a `ValidationError` that says what is asked for."""
    file.seek(0)
    try:
        return resumes.read(file.read(resumes.LARGEST + 1))
    except resumes.Unreadable:
        raise forms.ValidationError(UNREADABLE) from None


class LivedForm(forms.Form):
    """Work and education of a file, line by line: which come along. What they say goes with the page and is read again."""

    carried = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    work = Ticked(label=_("Work experience"))
    education = Ticked(label=_("Education"))

    def __init__(self, data: Any = None, *, read: resumes.Understood) -> None:
        self.read = read
        every = {name: [str(place) for place in range(len(read.rows.get(name, ())))] for name in SECTIONS}
        super().__init__(data, initial=every | {"carried": resumes.carried(read)})
        for name in SECTIONS:
            field: Any = self.fields[name]
            field.choices = [(str(place), line_of(name, row)) for place, row in enumerate(read.rows.get(name, ()))]
            if not field.choices:
                del self.fields[name]

    @property
    def chosen(self) -> dict[str, list[Row]]:
        picked = {name: self.cleaned_data.get(name, []) for name in SECTIONS}
        return {name: [self.read.rows[name][int(place)] for place in places] for name, places in picked.items()}


def carried_in(data: Any) -> resumes.Understood:
    """What a page brought back; nothing, where it is not what we wrote there."""
    try:
        return resumes.read(str(data.get("carried", "")).encode("utf-8", "replace"))
    except resumes.Unreadable:
        return resumes.Understood()


def line_of(section: str, row: Row) -> str:
    model = MODELS[section](**row)
    return f"{model}, {model.period}"
