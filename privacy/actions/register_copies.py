"""Printing the register: in the worker, once after each change, in both languages."""

import datetime
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from privacy.choices import Language
from privacy.models import RegisterCopy
from privacy.ports import PdfFailed, PdfMaker
from privacy.queries import printed_register

logger = logging.getLogger(__name__)


def make(*, pdf_maker: PdfMaker, at: datetime.datetime) -> int:
    """Make what is not there as the register says it today; returns how many. What failed is tried again next time."""
    today = timezone.localdate(at)
    missing = [language for language in Language.values if not printed_register.present_copy(language, today)]
    return sum(_made(language, pdf_maker, at) for language in missing)


def _made(language: str, pdf_maker: PdfMaker, at: datetime.datetime) -> bool:
    words = printed_register.said(language, timezone.localdate(at))
    with translation.override(language):
        day = date_format(timezone.localdate(at), "DATE_FORMAT")
        printed = words | {"as_of": gettext("As of %(day)s, under GDPR art. 30(1)") % {"day": day}}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.pdf"
        try:
            pdf_maker.make(printed_register.TEMPLATE, printed, to=file)
        except PdfFailed:
            logger.exception("the register in %s could not be printed", language)
            return False
        facts = {"digest": printed_register.digest_of(words), "content": file.read_bytes(), "made_at": at}
    RegisterCopy.objects.update_or_create(language=language, defaults=facts)
    return True
