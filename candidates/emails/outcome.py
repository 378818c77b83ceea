"""The e-mails about an offer, and about who was chosen."""

from django.conf import settings
from django.urls import reverse

from candidates.models import Offer, QualificationStatement
from privacy.emails import Message


def offer_made(offer: Offer) -> Message:
    """The position is offered, and the answer is given on My page."""
    link = settings.SITE_URL + reverse("answer_offer", args=[offer.pk])
    application = offer.application
    context = {
        "offer": offer,
        "application": application,
        "candidate": application.candidate,
        "answer_offer_link": link,
    }
    return Message("candidates/email/offer_made", activity="applications", context=context)


def offer_answered(offer: Offer) -> Message:
    """To the adviser: there is an answer. What it is, and whose, is read in the workspace."""
    context = {"application": offer.application, "link": settings.SITE_URL + offer.application.get_absolute_url()}
    return Message("candidates/email/offer_answered", activity="applications", context=context)


def qualifications(
    statement: QualificationStatement, *, education: str, practice: str, other: str, by: object
) -> Message:
    """What the law gives somebody passed over: education, practice, other clear qualifications; never who it is."""
    application = statement.application
    context = {
        "application": application, "candidate": application.candidate, "adviser": str(by),
        "education": education, "practice": practice, "other": other,
    }  # fmt: skip
    return Message("candidates/email/qualifications", activity="applications", context=context)
