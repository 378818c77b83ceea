"""A presentation as it is printed: what its page says to this reader, in the language it is read in."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from candidates.choices.presentations import ClientAnswer
from candidates.models import PresentationReader
from candidates.queries.presentations import ShownCandidate, ShownDocument

TEMPLATE = "presentation.typ"


def said(reader: PresentationReader, shown: Sequence[ShownCandidate], *, at: datetime.datetime) -> dict[str, Any]:
    """What templates/pdf/presentation.typ reads: plain texts, which it never takes for markup."""
    whole = reader.presentation
    order, company = whole.job_order, whole.job_order.company.name
    day = {"company": company, "day": date_format(timezone.localdate(at), "DATE_FORMAT")}
    return {
        "language": get_language() or "nb",
        "title": gettext("Candidates: %(title)s") % {"title": order.title},
        "position": order.title,
        "over": gettext("Candidates"),
        "lead": gettext("For %(company)s. The page is open until %(day)s.")
        % {"company": company, "day": date_format(whole.last_day, "DATE_FORMAT")},
        "adviser": gettext("Your adviser is %(who)s") % {"who": order.adviser} + f" ({order.adviser.email}).",
        "note": gettext(
            "You may use this for choosing whom to employ or hire, and for nothing else. Each candidate can see that you"
            " have looked. When we tell you that a candidate is deleted, we use the reference."
        ),
        "demo": gettext("This is a demonstration: files are shown that no virus scanner has looked at.")
        if whole.shows_unscanned else "",
        "foot": gettext("From Fremrykk to %(company)s on %(day)s. Not to be passed on.") % day,
        "candidates": [_candidate(each) for each in shown],
    }  # fmt: skip


def _candidate(shown: ShownCandidate) -> dict[str, Any]:
    answer = str(ClientAnswer(shown.answer).label) if shown.answer else ""
    return {
        "title": shown.title,
        "reference": gettext("Reference %(number)s") % {"number": shown.reference},
        "introduction": paragraphs(shown.introduction),
        "documents": [_document(each) for each in shown.documents],
        "answer": [gettext("Your answer"), ": ".join(filter(None, [capfirst(answer), shown.comment]))]
        if answer
        else [],
    }


def _document(shown: ShownDocument) -> dict[str, Any]:
    text = "" if shown.told else shown.text or gettext("The text of this file could not be read out.")
    return {
        "title": f"{capfirst(shown.kind)}: {shown.name}",
        "text": paragraphs(text),
        "told": [[question, paragraphs(answer)] for question, answer in shown.told],
        "reference": gettext("Reference %(number)s") % {"number": shown.reference} if shown.reference else "",
    }


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of lines, as they were written."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [lines for block in blocks if (lines := [line for line in block.split("\n") if line.strip()])]
