"""Which agreement stands behind an order."""

import datetime

from django.db.models import Q

from clients.choices import AgreementKind
from clients.models import Agreement, JobOrder


def in_force(order: JobOrder, on: datetime.date) -> Agreement | None:
    """The newest signed agreement of the order's kind, or a frame agreement, that holds on this day."""
    return (
        Agreement.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), company=order.company_id)
        .filter(kind__in=[order.kind, AgreementKind.FRAME], signed_at__isnull=False, valid_from__lte=on)
        .order_by("-valid_from", "-version", "-pk")
        .first()
    )
