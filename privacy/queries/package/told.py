"""The history in plain words, and the consents with their receipts."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from privacy.queries import consents as consenting
from privacy.queries import receipts, trails

ALL = 1_000_000


def history(subject_id: uuid.UUID) -> tuple[Mapping[str, str], ...]:
    """Every line, the newest first: when, what, who by role, what for (GDPR art. 15; CJEU C-579/21)."""
    return tuple(
        {
            "at": timezone.localtime(line.at).isoformat(),
            "text": line.text,
            "by": str(capfirst(line.role)),
            "purpose": line.purpose,
        }
        for line in trails.for_person(subject_id, limit=ALL)
    )


def consents(subject_id: uuid.UUID) -> tuple[Mapping[str, Any], ...]:
    """Each consent and withdrawal, the newest first, with the words shown and the signed receipt."""
    events = list(consenting.history(subject_id))
    signed = receipts.receipts(events)
    return tuple(
        {
            "at": timezone.localtime(event.at).isoformat(),
            "purpose": event.get_purpose_display(),
            "action": event.get_action_display(),
            "through": event.get_channel_display(),
            "words": event.notice.text(event.language),
            "receipt": receipt,
        }
        for event, receipt in zip(events, signed, strict=True)
    )
