"""To whoever wrote to the one contact address."""

from django.conf import settings
from django.urls import reverse

from privacy.emails import Message
from privacy.models import InboxCase, Notice

MAIL_RECEIVED = "privacy/email/mail_received"


def mail_received(case: InboxCase, *, notice: Notice | None) -> Message:
    """The receipt: number, day, and the statement (GDPR art. 13). It repeats nothing of the mail, not even the name: the
    address may be forged, and then whoever has it would read what a stranger wrote."""
    links = {name: settings.SITE_URL + reverse(name) for name in ("privacy_statement", "privacy_request")}
    context = {"case": case, "version": notice.version if notice else "", **links}
    return Message(MAIL_RECEIVED, activity="enquiries", context=context, reaches_restricted=True)


def advertising_stopped(case: InboxCase) -> Message:
    return Message(
        "privacy/email/advertising_stopped", activity="rights", context={"case": case}, reaches_restricted=True
    )
