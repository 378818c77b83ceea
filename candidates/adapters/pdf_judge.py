"""A PDF judged at once, while who sends it waits: by its structure in the sandbox, then by the virus scanner."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind
from candidates.ports import Inspector, Verdict, VirusScanner
from candidates.validators import SENTENCES, begins_like, check_name_and_size, extension_of, fault

KIND = DocumentKind.OTHER
HEAD = 1_029
NO_PDF = _("This must be a PDF. Save it as one and try again.")
NO_PDF_INSIDE = _("The content of the file is no PDF, whatever its name says. Save it as a PDF and try again.")


@dataclass(frozen=True)
class StrictPdfJudge:
    """`clients.ports.PdfJudge` over the inspector and the scanner of documents."""

    inspector: Inspector
    scanner: VirusScanner

    def __call__(self, upload: Any) -> bool:
        if extension_of(upload.name or "") != "pdf":
            raise ValidationError(NO_PDF, code="wrong_extension")
        check_name_and_size(upload, KIND)
        upload.seek(0)
        if not begins_like(upload.read(HEAD), "pdf"):
            raise ValidationError(NO_PDF_INSIDE, code="wrong_type")
        found = self.inspector.judge(upload, extension="pdf", kind=KIND)
        if not found.is_accepted:
            raise (
                ValidationError(NO_PDF_INSIDE, code="wrong_type")
                if found.reason == "wrong_type"
                else fault(found.reason)
            )
        verdict = self.scanner.scan(upload)
        upload.seek(0)
        if verdict is Verdict.INFECTED:
            raise ValidationError(SENTENCES["malware"], code="malware")
        if verdict in (Verdict.ERROR, Verdict.AWAY):
            raise ValidationError(
                _("The virus scanner does not answer just now. Try again in a moment."), code="unscanned"
            )
        return verdict is Verdict.CLEAN
