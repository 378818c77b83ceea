"""Orders somebody has to do something about."""

from django.db.models import Exists, OuterRef, QuerySet

from clients.models import JobAd, JobOrder
from privacy.choices import ErasureCause
from privacy.models import Erasure


def unadvertised() -> QuerySet[JobOrder]:
    """Open ones of a client that is a person, asked to be erased, and whom the law keeps: their ads were closed.

    They are written anew without the name, or the order is closed.
    """
    asked = Erasure.objects.filter(
        subject_uuid=OuterRef("company__proprietor__subject"), cause__in=[ErasureCause.PERSON, ErasureCause.STAFF],
        at__gte=OuterRef("opened_at"),
    )  # fmt: skip
    ads = JobAd.objects.filter(order=OuterRef("pk"), published_at__isnull=False)
    return (
        JobOrder.objects.is_open()
        .filter(Exists(asked), Exists(ads.filter(closed_at__isnull=False)))
        .exclude(Exists(ads.filter(closed_at=None)))
    )
