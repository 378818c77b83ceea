"""What is known of a client's credit today."""

import datetime
import uuid

from clients.models import CreditAssessment


def in_force(company_id: uuid.UUID, on: datetime.date) -> CreditAssessment | None:
    """The newest assessment that is still valid."""
    return (
        CreditAssessment.objects.unrestricted()
        .filter(company=company_id, assessed_on__lte=on, valid_until__gte=on)
        .newest_first()
        .first()
    )
