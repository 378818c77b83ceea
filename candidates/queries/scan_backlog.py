"""Files that wait for the virus scanner: nobody opens them, so somebody has to hear of it when they wait for long."""

import datetime

from candidates.models import Document

LATE = datetime.timedelta(minutes=15)


def is_late(at: datetime.datetime) -> bool:
    """For the alarm. Where CLAMAV_URL says that there is no scanner, nothing waits for one."""
    return Document.objects.waits_for_scan().filter(uploaded_at__lt=at - LATE).exists()
