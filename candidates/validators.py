"""What may be uploaded, and what is said when it may not. Reads no file format: that is done in the sandbox program."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind
from privacy.validators import phone_number as phone_number

MAX_FILE_SIZE = 5_000_000
MAX_NAME = 150
DOCUMENTS = ("pdf", "docx")
PICTURES = ("jpg", "jpeg", "png")
# Marks that turn the reading direction, so that "cv<mark>fdp.exe" is shown as "cvexe.pdf".
DIRECTION_MARKS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class UploadRule:
    """One row per kind of document; the page text, the form and the sandbox program all take their numbers here."""

    kind: DocumentKind
    extensions: tuple[str, ...] = DOCUMENTS
    max_size: int = MAX_FILE_SIZE
    max_unpacked: int = 100_000_000
    max_members: int = 2_000
    max_pages: int = 500
    max_pixels: int = 64_000_000
    # A search index entry in PostgreSQL may not exceed 1 MB; 200 000 letters of any script stay below it.
    max_text: int = 200_000

    @property
    def accept(self) -> str:
        """For the `accept` attribute of a file field."""
        return ",".join(f".{extension}" for extension in self.extensions)


RULES: dict[str, UploadRule] = {
    rule.kind: rule
    for rule in (
        UploadRule(DocumentKind.CV),
        UploadRule(DocumentKind.COVER_LETTER),
        UploadRule(DocumentKind.CERTIFICATE, DOCUMENTS + PICTURES),
        UploadRule(DocumentKind.DIPLOMA, DOCUMENTS + PICTURES),
        UploadRule(DocumentKind.OTHER),
    )
}

SENTENCES = {
    "empty": _("The file is empty. Choose another file."),
    "too_large": _("The file is too large. A file may be at most 5 MB."),
    "bad_name": _("The file name has characters that cannot be used. Give the file a plain name and try again."),
    "wrong_extension": _("This type of file cannot be used. Upload a PDF or Word document (.pdf or .docx)."),
    "wrong_extension_pictures": _(
        "This type of file cannot be used. Upload a PDF, a Word document (.docx) or a picture (.jpg or .png)."
    ),
    "wrong_type": _("The content of the file is not what its name says. Save it as PDF or Word (.docx) and try again."),
    "two_types": _("The file has something else in front of the document. Save it as a new PDF and try again."),
    "encrypted": _("The file needs a password. Remove the password and try again."),
    "damaged": _("The file is damaged and cannot be opened. Save it again and try once more."),
    "unreadable": _("The file could not be read. Save it as a new PDF and try again."),
    "busy": _("There was no time to look into the file just now. Try once more in a while."),
    "too_many_pages": _("The document has too many pages. It may have at most 500."),
    "too_many_pixels": _("The picture is too large. Make it smaller and try again."),
    "bomb": _("The file unfolds to far more than it seems to hold, so it cannot be opened safely. Save it as a new PDF."),
    "unsafe_archive": _("The Word file is put together in an unsafe way. Save it again in Word, or as PDF, and try again."),
    "xml_entities": _("The Word file has definitions that are not allowed. Save it again in Word, or as PDF, and try again."),
    "macros": _("The file has macros or controls. Save it without them, or as PDF, and try again."),
    "dde": _("The file has a field that starts another program. Remove the field, or save as PDF, and try again."),
    "remote_template": _("The file fetches its template from the internet. Save it as PDF and try again."),
    "external_content": _("The file fetches content from the internet. Save it as a new PDF and try again."),
    "scripts": _("The file has a script. Print it to a new PDF and try again."),
    "launch": _("The file tries to start a program. Print it to a new PDF and try again."),
    "calls_out": _("The file opens an address or sends data by itself. Print it to a new PDF and try again."),
    "program_inside": _("The file has a program attached. Remove the attachment and try again."),
    "malware": _("The file was recognised as harmful and was not received."),
}  # fmt: skip


class Upload(Protocol):
    """The part of Django's UploadedFile that is looked at here."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...


def fault(code: str) -> ValidationError:
    return ValidationError(SENTENCES.get(code, SENTENCES["unreadable"]), code=code)


def check_name_and_size(upload: Upload, kind: str) -> str:
    """The file's extension, once name and size are in order; else a ValidationError with a sentence for the person."""
    rule = RULES[kind]
    extension = extension_of(upload.name or "")
    if extension not in rule.extensions:
        raise fault("wrong_extension_pictures" if PICTURES[0] in rule.extensions else "wrong_extension")
    if not upload.size:
        raise fault("empty")
    if upload.size > rule.max_size:
        raise fault("too_large")
    return extension


def extension_of(name: str) -> str:
    """In lower case, empty if the name has none. Letters that only look Latin stay what they are, and match no rule."""
    plain = unicodedata.normalize("NFC", name).strip()
    if any(unicodedata.category(letter) in ("Cc", "Cs") or letter in DIRECTION_MARKS for letter in plain):
        raise fault("bad_name")
    stem, _dot, extension = plain.rpartition(".")
    return extension.lower() if stem.strip(" .") and extension.isascii() else ""


def display_name(name: str) -> str:
    """The person's own file name, to show again: without path, invisible marks and whatever could break a header or a page."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    ending = PurePosixPath(plain).suffix[:10]
    return plain.removesuffix(ending)[: MAX_NAME - len(ending)] + ending or "document"


def check_first_bytes(head: bytes, extension: str) -> None:
    """Refuse at once what cannot be right, before a child process is spent on it. `head` is the first 1 029 bytes or more."""
    if not begins_like(head, extension):
        raise fault("wrong_type")


def begins_like(head: bytes, extension: str) -> bool:
    """Whether the first 1 029 bytes can be those of such a file."""
    if extension == "pdf":
        return b"%PDF" in head[:1029]
    if extension == "docx":
        # A Word file behind a password is an OLE file; the sandbox program tells it apart and says so.
        return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
