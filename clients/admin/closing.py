"""What is read before an order is closed; an app above says who waits."""

from collections.abc import Callable
from typing import Any

from clients.models import JobOrder
from privacy.admin.show import Panel

sources: list[Callable[[JobOrder], list[Panel]]] = []


def before_closing(order: JobOrder) -> dict[str, Any]:
    return {"panels": [panel for source in sources for panel in source(order)]}
