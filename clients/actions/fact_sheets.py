"""What candidates are told about a position: written in versions, of which none is changed."""

import datetime

from django.db import transaction

from clients.models import FactSheet, JobOrder
from clients.queries import asking
from privacy.ports import Actor

PARTS = ("in_ad", "after_screening", "before_interview", "after_offer")


class OrderIsClosed(Exception):
    """Nobody is told anything more about a closed order."""


class NothingNew(Exception):
    """The newest version says the same."""


class NeedsReason(Exception):
    """It seems to ask what may seldom be asked (likestillingsloven § 30): take it out, or say why."""


@transaction.atomic
def write(*, order: JobOrder, by: Actor, at: datetime.datetime, **parts: str) -> FactSheet:
    """The next version. Whoever answered keeps the one that was answered to. Raises `OrderIsClosed`, `NothingNew`, `NeedsReason`."""
    fresh = JobOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if fresh.closed_at:
        raise OrderIsClosed
    newest = FactSheet.objects.filter(order=fresh).order_by("-version").first()
    if newest and all(getattr(newest, name) == parts.get(name, "") for name in PARTS):
        raise NothingNew
    asks = asking.of((parts.get(name, "") for name in PARTS), order_id=fresh.pk)
    if asks and not (parts.get("asks_ground") and parts.get("asks_because", "").strip()):
        raise NeedsReason
    version = newest.version + 1 if newest else 1
    return FactSheet.objects.create(
        order=fresh, version=version, written_by_id=by.pk, written_at=at, asks=sorted(asks), **parts
    )
