"""Part of the application form: a JSON Resume file that fills it in, and what of it goes into the profile once it is sent.

Nothing of the file is stored before that: what was understood goes with the page, and is read anew each time it comes back.
"""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.choices.facts import LanguageLevel, SpokenLanguage
from candidates.forms.resume import LONGEST, UNREADABLE, line_of, resume_in
from candidates.queries import resume_rows, resumes

NO_FILE = _("Choose a file first.")
FILLED = ("first_name", "last_name", "email", "phone")
NAMES = {"work": _("Work experience"), "education": _("Education")}


class BringsProfile(forms.Form):
    resume = forms.FileField(
        label=_("JSON Resume file"), required=False, widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_("At most 1 MB. Pictures, links and what it says of other people are not taken."),
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    profile = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def clean_resume(self) -> resumes.Understood | None:
        return resume_in(self.cleaned_data["resume"]) if self.cleaned_data["resume"] else None

    def clean_profile(self) -> resumes.Understood | None:
        read = _read(self.cleaned_data["profile"])
        if read is None and self.cleaned_data["profile"]:
            self.add_error("resume", UNREADABLE)
        return read if read and read.says_anything else None

    @property
    def left_out(self) -> tuple[str, ...]:
        """Of the file that was just read."""
        read = getattr(self, "cleaned_data", {}).get("resume")
        return read.left_out if read else ()

    @property
    def from_file(self) -> list[tuple[Any, str]]:
        """What goes into the profile, line by line; of a form that is asked, too."""
        read = _read(self["profile"].value() or "")
        return told(read) if read else []


def filled_in(sent: Any, file: Any) -> Any:
    """What was typed, and what the file says where nothing was; a file that cannot be read changes nothing."""
    typed = sent.copy()
    if "unfill" in sent:
        typed["profile"] = ""
    try:
        read = resume_in(file) if file else None
    except forms.ValidationError:
        read = None
    if read:
        first, last = read.names
        for name, said in zip(FILLED, (first, last, read.email, read.phone), strict=True):
            if not typed.get(name, "").strip():
                typed[name] = said
        typed["profile"] = resumes.carried(read) if read.says_anything else ""
    return typed


def told(read: resumes.Understood) -> list[tuple[Any, str]]:
    papers = [f"{name} ({until:%d.%m.%Y})" if until else name for name, until in read.certificates]
    spoken = [f"{SpokenLanguage(code).label} {LanguageLevel(level).label}" for code, level in read.languages]
    rows = [
        (NAMES[name], "\n".join(line_of(name, row) for row in read.rows.get(name, ()))) for name in resume_rows.SECTIONS
    ]
    rows += [
        (_("Skills"), ", ".join(read.skills)), (_("Certificates and licences"), ", ".join(papers)),
        (_("Languages"), ", ".join(spoken)), (_("Place"), read.place),
    ]  # fmt: skip
    return [(capfirst(label), words) for label, words in rows if words]


def _read(carried: str) -> resumes.Understood | None:
    try:
        return resumes.read(carried.encode("utf-8", "replace"))
    except resumes.Unreadable:
        return None
