"""The e-mails to people at our clients."""

from clients.models import Newsletter
from privacy.choices.marketing import MarketingGround
from privacy.emails import Message, advertisement


def newsletter(letter: Newsletter, *, name: str, language: str, ground: MarketingGround) -> Message:
    """News, in the reader's language; the words under it say why it comes and how it stops."""
    line, text = letter.words(language)
    context = {"subject_line": line, "text": text, "name": name}
    return advertisement("clients/advertising/newsletter", kind="client_newsletter", ground=ground, context=context)
