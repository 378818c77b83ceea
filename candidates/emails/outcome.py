"""The e-mail about an offer."""

from django.conf import settings
from django.urls import reverse

from candidates.models import Offer
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
