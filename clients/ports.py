"""What this app asks of the world outside it: a judge of files."""

from typing import Protocol

from django.core.files.uploadedfile import UploadedFile


class PdfJudge(Protocol):
    """Looks into a PDF somebody sends us, elsewhere than here."""

    def __call__(self, upload: UploadedFile) -> bool:
        """Whether a scanner has found it clean (False: there is none). Raises `ValidationError` with a sentence."""
        ...
