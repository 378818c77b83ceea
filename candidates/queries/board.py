"""The pipeline of an order: who stands where, and for how long."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from candidates.choices import MOVES, OPEN_STAGES, Stage
from candidates.models import Application
from clients.models import JobOrder
from privacy.ports import Actor

SHOWN = (*OPEN_STAGES, Stage.PLACED)  # the columns; whoever was said no to, or withdrew, stands in the list
MOST = 300
COUNTED = 1_000
STANDS_STILL = 14  # days


@dataclass(frozen=True)
class Card:
    application: Application
    days: int  # in this stage

    @property
    def stands_still(self) -> bool:
        return self.days >= STANDS_STILL and self.application.is_in_progress

    @property
    def moves(self) -> tuple[Stage, ...]:
        return MOVES[Stage(self.application.stage)]


@dataclass(frozen=True)
class Column:
    stage: Stage
    cards: tuple[Card, ...]
    count: int


@dataclass(frozen=True)
class Board:
    columns: list[Column]
    ended: list[tuple[Stage, int]]
    is_capped: bool


def board(order: JobOrder, *, reader: Actor, at: datetime.datetime) -> Board:
    """Every stage with the applications in it, those waiting longest first; empty stages too. Two queries."""
    everyone = Application.objects.visible_to(reader).filter(job_order=order)
    counts = dict(everyone.order_by().values_list("stage").annotate(Count("pk")))
    found = cards(everyone.filter(stage__in=SHOWN), at=at)
    by_stage: dict[str, list[Card]] = {stage: [] for stage in SHOWN}
    for card in found:
        by_stage[card.application.stage].append(card)
    columns = [Column(stage, tuple(by_stage[stage]), counts.get(stage, 0)) for stage in SHOWN]
    ended = [(stage, counts.get(stage, 0)) for stage in Stage if stage not in SHOWN]
    return Board(columns, ended, sum(column.count for column in columns) > MOST)


def listed(order: JobOrder, stage: str, *, reader: Actor, at: datetime.datetime) -> list[Card]:
    """The same as a list, of one stage or of all of them."""
    rows = Application.objects.visible_to(reader).filter(job_order=order)
    return cards(rows.filter(stage=stage) if stage in Stage.values else rows, at=at)


def cards(rows: QuerySet[Application], *, at: datetime.datetime) -> list[Card]:
    found = rows.select_related("candidate__adviser", "job_ad", "job_order").order_by("stage_since", "pk")[:MOST]
    return [Card(application, max((at - application.stage_since).days, 0)) for application in found]


@dataclass(frozen=True)
class Place:
    """Where one stands in a stage that is read through: how many come before, how many are there, and who is next."""

    earlier: int
    count: int
    before: uuid.UUID | None
    after: uuid.UUID | None


def place_of(application: Application, stage: str, *, reader: Actor) -> Place:
    """Among the applications for the same order in this stage, those waiting longest first; counted to a thousand.

    One that has been moved out of the stage stands where it would have stood by its time.
    """
    rows = Application.objects.visible_to(reader).filter(job_order=application.job_order_id, stage=stage)
    same = Q(stage_since=application.stage_since)
    earlier = rows.filter(Q(stage_since__lt=application.stage_since) | same & Q(pk__lt=application.pk))
    later = rows.filter(Q(stage_since__gt=application.stage_since) | same & Q(pk__gt=application.pk))
    before = earlier.order_by("-stage_since", "-pk").values_list("pk", flat=True).first()
    after = later.order_by("stage_since", "pk").values_list("pk", flat=True).first()
    return Place(earlier[:COUNTED].count(), rows[:COUNTED].count(), before, after)


def chosen(keys: Iterable[str], *, reader: Actor) -> list[Application]:
    """Of the applications named by a page those one may see, those waiting longest first."""
    named = [key for key in map(_key, keys) if key]
    rows = Application.objects.visible_to(reader).filter(pk__in=named)
    return list(rows.select_related("candidate", "job_ad", "job_order").order_by("stage_since", "pk"))


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
