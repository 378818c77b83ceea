"""What contact persons at clients are written."""

from django.conf import settings
from django.urls import reverse

from clients.models import Agreement
from privacy.emails import Message


def agreement_to_sign(agreement: Agreement, *, name: str) -> Message:
    """The terms in words: what is signed is the paper, which is not sent from here."""
    link = settings.SITE_URL + reverse("contact")
    context = {"agreement": agreement, "name": name, "link": link}
    return Message("clients/email/agreement_to_sign", activity="agreements", context=context)
