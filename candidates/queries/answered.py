"""Who of an order's applicants waits for an answer by a human being (P39)."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import OPEN_STAGES
from candidates.models import Application
from privacy.queries.promises import promise

OBJECTS = {
    "candidates.offer": _("the offer to you"),
    "candidates.placement": _("your employment at a client"),
    "candidates.qualificationstatement": _("the qualifications of who was chosen"),
}
MAILS = {
    "candidates/email/offer_made": _("you are offered a position"),
    "candidates/email/offer_answered": _("a candidate has answered an offer"),
    "candidates/email/qualifications": _("the qualifications of who was chosen"),
}


def unanswered(order_id: int) -> QuerySet[Application]:
    """In process for the order; those set aside are answered when that is over."""
    return Application.objects.unrestricted().filter(job_order=order_id, stage__in=OPEN_STAGES)


def number_unanswered(order_id: int) -> int:
    return unanswered(order_id).count()


@promise("P39", _("whoever applied for a position that was filled or given up was answered by a human"))
def closed_unanswered(at: datetime.datetime) -> Iterable[object]:
    left = Application.objects.unrestricted().filter(job_order__closed_at__isnull=False, stage__in=OPEN_STAGES)
    return left.values_list("pk", flat=True)
