"""Who stands in for whom on a day."""

import datetime

from privacy.models import StandIn
from privacy.ports import Actor


def answered_for(user: Actor, on: datetime.date) -> list[int]:
    """The accounts whose work this colleague answers for on that day, the own among them."""
    away = StandIn.objects.in_force(on).filter(stand_in=user.pk).values_list("account", flat=True)
    return [user.pk, *away]


def stand_in_of(account: int | None, on: datetime.date) -> StandIn | None:
    """Who stands in for this colleague on that day."""
    found = StandIn.objects.in_force(on).filter(account=account).select_related("stand_in")
    return found.first() if account else None
