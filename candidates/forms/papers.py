"""The files of an application, and where those wait that were chosen before the form came back."""

import time
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.actions import intake
from candidates.choices import DocumentKind, DocumentState
from candidates.forms.fields import JudgedFileField
from candidates.models import Document
from candidates.models.document import document_storage
from candidates.ports import FileJudge, FileSource, Inspection
from candidates.validators import RULES, display_name
from privacy.storage import CHUNK, FileTampered, KeyMissing, StorageAway
from privacy.storage.faults import answering

OF_FILES = _("PDF or Word (.docx), at most 5 MB.")
OF_OTHERS = _("PDF or Word (.docx), at most 5 MB each. Several at once is fine.")
OF_PAPERS = _("PDF, Word (.docx) or a picture (.jpg, .png), at most 5 MB each. Several at once is fine.")
MOST = 3  # besides CV and letter: five files in all
MOST_TOGETHER = 25_000_000
LONGEST_LOOK = 15  # seconds at all files of a form, before the last is begun
ASIDE, ASIDE_FOR = "candidates.applying.aside", 2 * 60 * 60  # seconds
KEPT = "kept"
SINGLE = {"cv": DocumentKind.CV, "cover_letter": DocumentKind.COVER_LETTER}
SEVERAL = {"certificates": DocumentKind.CERTIFICATE, "diplomas": DocumentKind.DIPLOMA, "others": DocumentKind.OTHER}
KINDS = SINGLE | SEVERAL


@dataclass(frozen=True)
class Aside:
    """A file that was received with an earlier try, judged, and waits encrypted until the form is sent."""

    token: str
    stored: str
    name: str
    size: int
    field: str

    @property
    def kind(self) -> Any:
        return KINDS[self.field].label


class Patience:
    """Looks at one file after another for as long as somebody waits: the web server ends a request after half a minute."""

    def __init__(self, inspector: FileJudge, seconds: float = LONGEST_LOOK) -> None:
        self._inspector, self._left = inspector, seconds

    def judge(self, source: FileSource, *, extension: str, kind: str) -> Inspection:
        if self._left <= 0:
            return Inspection(reason="busy")
        began = time.monotonic()
        try:
            return self._inspector.judge(source, extension=extension, kind=kind)
        finally:
            self._left -= time.monotonic() - began


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class JudgedFilesField(JudgedFileField):
    """Several files of one kind; what is said of one names it."""

    def __init__(self, kind: str, **given: Any) -> None:
        widget = SeveralFiles({"accept": RULES[kind].accept, "multiple": True})
        super().__init__(kind, **{"widget": widget, "required": False} | given)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        files = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(files) > MOST:
            raise forms.ValidationError(gettext("At most %(most)d files here.") % {"most": MOST})
        found, faults = [], []
        for file in files:
            try:
                found.append(super().clean(file, initial))
            except forms.ValidationError as fault:
                faults.append(f"{display_name(file.name or '')}: {' '.join(fault.messages)}")
        if faults:
            raise forms.ValidationError(faults)
        return [each for each in found if each]


class OwnDocuments(forms.ModelMultipleChoiceField):
    """Of what the person has here already."""

    def label_from_instance(self, document: Any) -> str:
        return f"{document.original_name} ({document.get_kind_display()})"


class BringsPapers(forms.Form):
    """Part of a form: CV, letter and other papers. A file that was received once need not be chosen again."""

    is_forgotten = False  # too much was put aside already: the files have to be chosen once more
    is_not_stored = False  # storage does not take them: the same

    cv = JudgedFileField(DocumentKind.CV, label=_("CV"), help_text=OF_FILES)
    cover_letter = JudgedFileField(
        DocumentKind.COVER_LETTER, label=_("Cover letter"), help_text=OF_FILES, required=False
    )
    certificates = JudgedFilesField(DocumentKind.CERTIFICATE, label=_("Certificates"), help_text=OF_PAPERS)
    diplomas = JudgedFilesField(DocumentKind.DIPLOMA, label=_("Diplomas"), help_text=OF_PAPERS)
    others = JudgedFilesField(DocumentKind.OTHER, label=_("Other papers"), help_text=OF_OTHERS)
    own_documents = OwnDocuments(
        label=_("Documents you have here already"), queryset=Document.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Tick those that shall go with the application."),
    )  # fmt: skip

    def look_with(self, inspector: FileJudge, own: Any = None) -> None:
        """`own` are the documents of whoever is signed in."""
        inspector = Patience(inspector)
        for name in KINDS:
            self.fields[name].inspector = inspector
        chosen = self.fields["own_documents"]
        chosen.queryset = own.exclude(state=DocumentState.INFECTED).order_by("kind", "pk") if own else chosen.queryset
        self.fields["cv"].required = not self.aside_of("cv") and not self._own_cv()

    def _own_cv(self) -> bool:
        """Whether a CV is among the own documents that were ticked."""
        name, chosen = "own_documents", self.fields["own_documents"]
        if not self.is_bound or not self.data.get(name):
            return False
        try:
            return any(document.kind == DocumentKind.CV for document in chosen.clean(_list_of(self.data, name)))
        except forms.ValidationError:
            return False

    @property
    def aside(self) -> list[Aside]:
        """What waits from an earlier try and was not unticked; of a single file the newest."""
        if not hasattr(self, "_aside"):
            tokens = _list_of(self.data, KEPT) if self.is_bound else self.initial.get(KEPT, [])
            found = [each for each in map(_read, tokens[: MOST + len(SINGLE)]) if each]
            self._aside = [each for each in found if each.field in SEVERAL] + [
                each for name in SINGLE for each in [one for one in found if one.field == name][-1:]
            ]
        return self._aside

    def aside_of(self, field: str) -> list[Aside]:
        return [each for each in self.aside if each.field == field]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._aside = [each for each in self.aside if not (each.field in SINGLE and cleaned.get(each.field))]
        self._refuse_too_many(cleaned)
        return cleaned

    def _refuse_too_many(self, cleaned: dict[str, Any]) -> None:
        new = [file for name in KINDS for file in _listed(cleaned.get(name))]
        papers = sum(len(cleaned.get(name) or []) + len(self.aside_of(name)) for name in SEVERAL)
        if papers > MOST:
            self.add_error("others", gettext("At most %(most)d papers besides CV and letter.") % {"most": MOST})
        if sum(file.size or 0 for file in new) + sum(each.size for each in self.aside) > MOST_TOGETHER:
            self.add_error(
                "others", _("The files are larger than 25 MB together. Leave one out, or make them smaller.")
            )

    def put_aside(self) -> int:
        """A browser forgets the files it has sent; here those that were in order wait until the form is sent again.

        Returns how many more there are. Where storage does not take one, the form says so."""
        new: list[Aside] = []
        try:
            for name in KINDS:
                new.extend(_put(name, file) for file in _listed(self.cleaned_data.get(name)))
        except StorageAway:
            self.is_not_stored = True
        self._aside = [*self.aside, *new][-MOST - len(SINGLE) :]
        return len(new)

    @property
    def main_papers(self) -> list[tuple[forms.BoundField, list[Aside]]]:
        return [(self[name], self.aside_of(name)) for name in SINGLE]

    @property
    def more_papers(self) -> list[tuple[forms.BoundField, list[Aside]]]:
        return [(self[name], self.aside_of(name)) for name in SEVERAL]

    @property
    def has_more_papers(self) -> bool:
        return any(kept or field.errors for field, kept in self.more_papers)

    @property
    def has_own(self) -> bool:
        return self.fields["own_documents"].queryset.exists()

    def brought(self) -> list[tuple[str, UploadedFile]]:
        """All of them, new and put aside, with their kinds. Raises `FileNotFoundError` when one's time was over, `StorageAway`."""
        new = [(KINDS[name], file) for name in KINDS for file in _listed(self.cleaned_data.get(name))]
        old = [(KINDS[each.field], _opened(each)) for each in self.aside]
        return sorted(new + old, key=lambda each: list(KINDS.values()).index(each[0]))


def _list_of(data: Any, name: str) -> list[Any]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else _listed(data.get(name))


def _listed(value: Any) -> list[UploadedFile]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _put(field: str, file: UploadedFile) -> Aside:
    name = display_name(file.name or "")
    told = {"stored": intake.put_aside(file), "name": name, "size": file.size or 0, "field": field}
    return Aside(signing.dumps(told, salt=ASIDE), **told)


def _read(token: str) -> Aside | None:
    try:
        found = Aside(token, **signing.loads(token, salt=ASIDE, max_age=ASIDE_FOR))
    except signing.BadSignature:
        return None
    try:
        return found if document_storage().exists(found.stored) else None
    except StorageAway:  # it is there again when it is asked for
        return found


def _opened(kept: Aside) -> UploadedFile:
    """A copy that is read piece by piece, as an upload is."""
    copy = TemporaryUploadedFile(kept.name, "", kept.size, None)
    try:
        with answering(OSError), document_storage().open(kept.stored) as source:
            while piece := source.read(CHUNK):
                copy.write(piece)
    except (FileTampered, KeyMissing) as error:
        raise FileNotFoundError from error
    copy.seek(0)
    return copy
