"""The workplaces of a client that have a number of their own."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from clients.actions import proprietors
from clients.models import ClientCompany, SubUnit
from clients.ports import Unit
from privacy.actions import retention
from privacy.ports import Actor


class NumberTaken(Exception):
    """A client or a sub-unit has this number already."""


@transaction.atomic
def enter(
    *, company: ClientCompany, unit: Unit, is_looked_up: bool, by: Actor | None, at: datetime.datetime
) -> SubUnit:
    """One we work for: looked up, or typed. Raises `NumberTaken`, `IsRestricted`."""
    subject_id = proprietors.lock(company.pk, by=by)
    try:
        with transaction.atomic():
            sub_unit = SubUnit.objects.create(
                company=company, subject_id=subject_id, org_number=unit.org_number, is_used=True,
                **_facts(unit, is_looked_up, at),
            )  # fmt: skip
    except IntegrityError:
        raise NumberTaken from None
    if subject_id:
        retention.refresh(subject_id)
    return sub_unit


@transaction.atomic
def take_in(*, company: ClientCompany, units: Iterable[Unit], by: Actor | None, at: datetime.datetime) -> int:
    """What the register lists: new ones are not used before somebody says so. Says how many are new."""
    subject_id = proprietors.lock(company.pk, by=by)
    known, new = set(SubUnit.objects.filter(company=company).values_list("org_number", flat=True)), 0
    for unit in units:
        if unit.org_number in known:
            SubUnit.objects.filter(company=company, org_number=unit.org_number).update(**_facts(unit, True, at))
        elif not _is_taken(unit.org_number):
            SubUnit.objects.create(
                company=company, subject_id=subject_id, org_number=unit.org_number, **_facts(unit, True, at)
            )
            new += 1
    if subject_id:
        retention.refresh(subject_id)
    return new


@transaction.atomic
def use(*, sub_unit: SubUnit, is_used: bool, by: Actor) -> None:
    """Whether we work for it. Raises `IsRestricted`."""
    subject_id = proprietors.lock(sub_unit.company_id, by=by)
    SubUnit.objects.filter(pk=sub_unit.pk).update(is_used=is_used)
    if subject_id:
        retention.refresh(subject_id)


def _is_taken(org_number: str) -> bool:
    clients = ClientCompany.objects.filter(org_number=org_number)
    return clients.exists() or SubUnit.objects.filter(org_number=org_number).exists()


def _facts(unit: Unit, is_looked_up: bool, at: datetime.datetime) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": unit.name,
        "address": unit.address,
        "closed_on": unit.deleted_on,
        "known_at": at,
    }
    return facts | ({"looked_up_at": at} if is_looked_up else {})
