"""Files that wait for the virus scanner: nobody opens them, so somebody has to hear of it when they wait for long."""

import datetime

from candidates.choices import DocumentState
from candidates.models import Document

LATE = datetime.timedelta(minutes=15)


def is_late(at: datetime.datetime) -> bool:
    """For the alarm. Where CLAMAV_URL says that there is no scanner, nothing waits for one."""
    waiting = Document.objects.filter(state__in=[DocumentState.RECEIVED, DocumentState.ERROR])
    return waiting.filter(uploaded_at__lt=at - LATE).exists()
