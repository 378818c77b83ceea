"""How far the applications of an order have come, in numbers that name nobody."""

import datetime
from typing import Any

from django.db.models import Count, Max, Q

from candidates.choices import Stage
from candidates.models import Application
from candidates.queries import interviews
from clients.registries import Pipeline


def of_order(order_id: int, *, at: datetime.datetime) -> Pipeline:
    """Counted among the applications that are still kept and not set aside; in two queries."""
    found = Application.objects.unrestricted().filter(job_order=order_id)
    hired = Q(stage=Stage.PLACED)
    counted: dict[str, Any] = found.aggregate(
        received=Count("pk", distinct=True),
        interviewed=_came_to(Stage.INTERVIEW),
        presented=_came_to(Stage.PRESENTED),
        offered=_came_to(Stage.OFFER, Stage.PLACED),
        checked=Count("check_notices__noted", distinct=True),
        placed=Count("pk", filter=hired, distinct=True),
        placed_at=Max("stage_since", filter=hired),
    )
    meetings = tuple(interviews.of_client(order_id, at=at))
    return Pipeline(**counted | {"checked": counted["checked"] or None, "meetings": meetings})


def _came_to(*stages: Stage) -> Count:
    """Those that are there, or have been."""
    return Count("pk", filter=Q(stage__in=stages) | Q(stage_changes__to_stage__in=stages), distinct=True)
