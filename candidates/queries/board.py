"""The pipeline of an order: who stands where."""

from dataclasses import dataclass

from candidates.choices import Stage
from candidates.models import Application
from clients.models import JobOrder
from privacy.ports import Actor


@dataclass(frozen=True)
class Column:
    stage: Stage
    applications: tuple[Application, ...]


def columns(order: JobOrder, *, reader: Actor) -> list[Column]:
    """Every stage with the applications in it, those waiting longest first; empty stages too."""
    found = (
        Application.objects.visible_to(reader)
        .filter(job_order=order)
        .select_related("candidate", "job_ad", "job_order")
        .order_by("stage_since", "pk")
    )
    by_stage: dict[str, list[Application]] = {stage: [] for stage in Stage}
    for application in found:
        by_stage[application.stage].append(application)
    return [Column(stage, tuple(by_stage[stage])) for stage in Stage]
