"""What an ad asks of applicants, and why: written as one list."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from clients.actions import ads
from clients.models import AdRequirement, JobAd
from privacy.ports import Actor


class Required(NamedTuple):
    what: str
    why: str
    is_demanded: bool = True


class AdIsClosed(Exception):
    """Nobody reads it any more."""


@transaction.atomic
def write(*, ad: JobAd, required: Sequence[Required], by: Actor, at: datetime.datetime) -> None:
    """The whole list anew, in this order. Raises `AdIsClosed`, and `ads.NeedsReason` for an ad on the site."""
    _order, fresh = ads.locked(ad)
    if fresh.closed_at:
        raise AdIsClosed
    AdRequirement.objects.filter(ad=fresh).delete()
    AdRequirement.objects.bulk_create(
        AdRequirement(ad=fresh, order=number, **each._asdict()) for number, each in enumerate(required, start=1)
    )
    fresh.changed_at = at
    ads.settle(fresh, by=by, at=at)
    fresh.save(update_fields=["asks", "changed_at"])
