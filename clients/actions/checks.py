"""Checks a position requires: stated with their law or need, approved by a second person where no law does, lifted."""

import datetime
import logging
from typing import TypedDict, Unpack

from django.db import transaction

from clients.choices import CheckKind
from clients.models import CheckRequirement, JobOrder
from clients.registries import on_requirement_lifted
from privacy.ports import Actor

logger = logging.getLogger(__name__)


class Ground(TypedDict, total=False):
    """Why it is required: the law, or the three parts of the need."""

    authority: str
    level: str
    leading_function: str
    large_responsibility: str
    private_economy: str
    for_finalists: bool


class OrderIsClosed(Exception):
    """Nothing is required for an order that is over."""


class AlreadyRequired(Exception):
    """This kind of check is required for the order already."""


class AlreadySettled(Exception):
    """It was approved, or lifted, before."""


class SamePerson(Exception):
    """Who asks for a credit check does not approve it."""


@transaction.atomic
def require(
    *, order: JobOrder, kind: str, by: Actor, at: datetime.datetime, **ground: Unpack[Ground]
) -> CheckRequirement:
    """State what the position requires. A credit check waits for a second person. Raises `OrderIsClosed`, `AlreadyRequired`."""
    if _locked(order.pk).closed_at:
        raise OrderIsClosed
    if CheckRequirement.objects.filter(order=order, kind=kind, lifted_at=None).exists():
        raise AlreadyRequired
    if kind == CheckKind.CREDIT:
        ground["for_finalists"] = True
    return CheckRequirement.objects.create(order=order, kind=kind, stated_by_id=by.pk, stated_at=at, **ground)


@transaction.atomic
def approve(*, requirement: CheckRequirement, by: Actor, at: datetime.datetime) -> None:
    """A second person has read the three reasons and agrees. Raises `SamePerson`, `AlreadySettled`, `OrderIsClosed`."""
    if _locked(requirement.order_id).closed_at:
        raise OrderIsClosed
    fresh = CheckRequirement.objects.get(pk=requirement.pk)
    if fresh.kind != CheckKind.CREDIT or fresh.approved_at or fresh.lifted_at:
        raise AlreadySettled
    if fresh.stated_by_id == by.pk:
        raise SamePerson
    CheckRequirement.objects.filter(pk=fresh.pk).update(approved_by=by.pk, approved_at=at)
    logger.info("required check %s approved by account %s", fresh.pk, by.pk)


@transaction.atomic
def lift(*, requirement: CheckRequirement, by: Actor, at: datetime.datetime) -> None:
    """It is not required after all: what was noted for it goes at once. Raises `AlreadySettled`."""
    _locked(requirement.order_id)
    fresh = CheckRequirement.objects.get(pk=requirement.pk)
    if fresh.lifted_at:
        raise AlreadySettled
    CheckRequirement.objects.filter(pk=fresh.pk).update(lifted_by=by.pk, lifted_at=at)
    for lifted in on_requirement_lifted:
        lifted(requirement_id=fresh.pk, at=at)
    logger.info("required check %s lifted by account %s", fresh.pk, by.pk)


def _locked(order_id: int) -> JobOrder:
    """As closing the order does."""
    return JobOrder.objects.select_for_update(no_key=True).get(pk=order_id)
