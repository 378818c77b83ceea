"""The e-mails to people at our clients."""

from django.conf import settings
from django.urls import reverse

from clients.models import Agreement, Newsletter
from privacy.choices.marketing import MarketingGround
from privacy.emails import Message, advertisement


def agreement_to_sign(agreement: Agreement, *, name: str) -> Message:
    """The terms in words: what is signed is the paper, which is not sent from here."""
    link = settings.SITE_URL + reverse("contact")
    context = {"agreement": agreement, "name": name, "link": link}
    return Message("clients/email/agreement_to_sign", activity="agreements", context=context)


def newsletter(letter: Newsletter, *, name: str, language: str, ground: MarketingGround) -> Message:
    """News, in the reader's language; the words under it say why it comes and how it stops."""
    line, text = letter.words(language)
    context = {"subject_line": line, "text": text, "name": name}
    return advertisement("clients/advertising/newsletter", kind="client_newsletter", ground=ground, context=context)
