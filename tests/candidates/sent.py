"""What the application form hands over, as a test needs it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.choices import KeepScope, SharingScope
from privacy.models import Notice, TermsVersion
from tests.factories import NoticeFactory, TermsVersionFactory
from tests.files import pdf_cv

CV = ("Kari Nordmann", "Spesialisert sykepleier på Ås", "Blåbærsyltetøy")


def pdf(*lines: str, name: str = "Min CV.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_cv(lines or CV), "application/pdf")


def sent(**values: Any) -> dict[str, Any]:
    """A complete, valid form of Kari Nordmann's."""
    notice = Notice.objects.filter(kind="statement").last() or NoticeFactory()
    return {
        "first_name": "Kari",
        "last_name": "Nordmann",
        "email": "Kari.Nordmann@example.test",
        "phone": "+4722334455",
        "cv": pdf(),
        "cover_letter": None,
        "message": "Jeg vil gjerne jobbe hos dere.",
        "sharing_scope": SharingScope.THIS_POSITION,
        "keep_scope": KeepScope.CANDIDATE_BASE,
        "notice": notice,
        "terms": TermsVersion.objects.last() or TermsVersionFactory(),
        "sharing_notice": Notice.objects.filter(kind="sharing").last() or NoticeFactory(kind="sharing"),
        "language": "nb",
        **values,
    }
