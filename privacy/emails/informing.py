"""The notice to somebody whose data we have from others (GDPR art. 14), and to recipients (art. 19)."""

from django.conf import settings
from django.urls import reverse

from privacy import registries
from privacy.emails import Message
from privacy.models import Collection, Controller, Notice, RecipientNotice, SharingAgreement
from privacy.queries.disclosures import words

INFORMED = "privacy/email/informed"  # the guard of the mails lets this one through before any other (migration *disclosures_guards*)


def informed(collections: list[Collection], *, notice: Notice, controller: Controller) -> Message:
    """Who we are, what we hold, where it is from, what for, who gets it, how long, and the rights.

    An app may add what the person can do at once, by links of their own: then the text is wiped when it is sent.
    """
    offers = [each for row in collections for each in registries.offers_in_notices(row)]
    links = {name: settings.SITE_URL + reverse(name) for name in ("privacy_statement", "privacy_request")}
    context = {"collections": collections, "notice": notice, "controller": controller, "offers": offers, **links}
    return Message(INFORMED, activity="rights", context=context, is_secret=bool(offers), reaches_restricted=True)


def recipient_notice(notice: RecipientNotice, *, controller: Controller) -> Message:
    """To whom data were given: what became of them. By reference: the name is not sent again (GDPR art. 5(1)(c))."""
    context = {"notice": notice, "controller": controller}
    return Message("privacy/email/recipient_notice", activity="rights", context=context, reaches_restricted=True)


def agreement_recorded(agreement: SharingAgreement) -> Message:
    link = settings.SITE_URL + reverse("my_recipients")
    context = {"agreement": agreement, "categories": words(agreement.categories), "link": link}
    return Message("privacy/email/agreement_recorded", activity="rights", context=context, reaches_restricted=True)
