"""Mail of ours that came back: the row says so, and whoever was told by it was not told."""

import datetime

from django.db import transaction

from privacy.actions import informing, notifying, retention, subjects
from privacy.choices import MailState
from privacy.models import OutgoingMail

BOUNCED = "Bounced"


@transaction.atomic
def record(*, mail: OutgoingMail, at: datetime.datetime) -> bool:
    """A mail that was sent was not delivered. Says whether that is news; erased meanwhile it is nobody's."""
    if mail.subject_id and not subjects.lock_who_is_left(mail.subject_id):
        return False
    sent = OutgoingMail.objects.filter(pk=mail.pk, state__in=[MailState.SENT, MailState.UNKNOWN])
    if not sent.update(state=MailState.FAILED, last_error=BOUNCED, sent_at=None):
        return False
    if informing.not_reached(mail_number=mail.pk) or notifying.not_reached(mail_number=mail.pk):
        OutgoingMail.objects.filter(pk=mail.pk).update(
            body_text="", calendar_text=""
        )  # told anew, by a mail of its own, or by hand
    retention.refresh(*([mail.subject.root_id] if mail.subject else []))
    return True
