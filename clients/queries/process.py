"""The course of an order, from the facts that exist: nobody types it, and it names nobody."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.choices import StepState
from clients.models import JobOrder, OrderTerms
from clients.registries import Pipeline, pipeline_of
from privacy.deadlines import add_months


@dataclass(frozen=True)
class Fact:
    """What is known of one step: whether the order has come to it, since when, how many people it is about.

    `times` are those ahead at which the client's people meet somebody: when, and nothing about whom.
    """

    name: str
    label: str | Promise
    is_reached: bool
    since: datetime.datetime | None = None
    count: int | None = None
    note: str | Promise = ""
    times: tuple[datetime.datetime, ...] = ()


@dataclass(frozen=True)
class ProcessStep:
    fact: Fact
    state: StepState


def steps(order: JobOrder, *, at: datetime.datetime) -> list[ProcessStep]:
    """Need, ad, applications, interviews, checks, offer, start, follow-up: four queries, whatever the order."""
    published = order.ads.filter(published_at__lte=at).aggregate(
        first=Min("published_at"), running=Min("published_at", filter=Q(closed_at=None))
    )
    terms = OrderTerms.objects.filter(order=order).first()
    pipeline = pipeline_of(order.pk, at=at)
    found = facts(order, published["first"], pipeline, terms.guarantee_months if terms else 0)
    return judged(found, is_over=order.closed_at is not None)


def facts(
    order: JobOrder, published_at: datetime.datetime | None, pipeline: Pipeline, guarantee_months: int
) -> list[Fact]:
    """Each step with what is known of it."""
    follows_up = order.closed_at is not None and pipeline.placed > 0
    checked = pipeline.checked
    return [
        Fact("need", _("Need"), True, order.created_at, note="" if order.opened_at else _("not begun yet")),
        Fact("ad", _("Advertisement"), published_at is not None, published_at),
        Fact("applications", _("Applications"), pipeline.received > 0, count=pipeline.received),
        Fact(
            "interviews", _("Interviews"), pipeline.interviewed > 0, count=pipeline.interviewed, times=pipeline.meetings
        ),
        Fact("checks", _("Checks"), bool(checked), count=checked),
        Fact("offer", _("Offer"), pipeline.offered > 0, count=pipeline.offered),
        Fact("start", _("Employed"), pipeline.placed > 0, pipeline.placed_at, pipeline.placed),
        Fact(
            "follow_up", _("Follow-up"), follows_up, order.closed_at if follows_up else None,
            note=_guaranteed(order, guarantee_months) if follows_up else "",
        ),
    ]  # fmt: skip


def judged(found: Iterable[Fact], *, is_over: bool) -> list[ProcessStep]:
    """The last step reached is where the order is; one passed by without a fact was not needed or not asked for."""
    known = list(found)
    last = max(place for place, fact in enumerate(known) if fact.is_reached)
    return [ProcessStep(fact, _state(fact, place - last, is_over)) for place, fact in enumerate(known)]


def _state(fact: Fact, ahead: int, is_over: bool) -> StepState:
    if fact.is_reached:
        return StepState.DONE if ahead < 0 or (is_over and fact.name != "follow_up") else StepState.NOW
    return StepState.LATER if ahead > 0 and not is_over else StepState.LEFT_OUT


def _guaranteed(order: JobOrder, months: int) -> str | Promise:
    if not months or order.closed_at is None:
        return ""
    return _("guarantee until %(day)s") % {
        "day": date_format(add_months(timezone.localdate(order.closed_at), months), "SHORT_DATE_FORMAT")
    }
