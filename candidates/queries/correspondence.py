"""What we wrote to a person, as the person reads it."""

import uuid

from django.db.models import QuerySet

from privacy.choices import MailState
from privacy.models import OutgoingMail
from privacy.queries.numbers import numbers_of


def sent_to(subject_id: uuid.UUID) -> QuerySet[OutgoingMail]:
    """Each e-mail that was sent, under every number the person goes by, the newest first; without the texts."""
    sent = OutgoingMail.objects.filter(subject__in=numbers_of(subject_id), state=MailState.SENT)
    return sent.defer("body_text", "calendar_text").order_by("-sent_at", "-pk")
