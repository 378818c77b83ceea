"""A client that is a person, one that is bankrupt, and an order that is to be paid for first."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from clients.actions import companies, credit, orders, sub_units, timeline
from clients.models import ClientCompany, JobOrder
from clients.ports import Unit
from fremrykk.accounts.models import User

DAY = datetime.timedelta(days=1)
PROPRIETOR = Unit("310000094", "SNEKKER TORVALD LUND", form="ENK")
BANKRUPT = Unit("310000043", "KVITFJELL HANDEL AS", form="AS", address="Storgata 1, 0155 OSLO", is_bankrupt=True)
WORKPLACE = Unit("310000159", "SOLBAKKEN OMSORG AS AVD DRAMMEN", form="BEDR", address="Havnegata 2, 3040 DRAMMEN")


@dataclass(frozen=True)
class Staff:
    """Who does what in this part of the demo."""

    manager: User
    adviser: User
    finance: User


def tell(*, staff: Staff, first: ClientCompany, now: datetime.datetime) -> None:
    """The numbers are those of the demo's own register (`fremrykk/local/entity_register.py`)."""
    at = now - 20 * DAY
    sub_units.enter(company=first, unit=WORKPLACE, is_looked_up=True, by=staff.adviser, at=at)
    timeline.write(company=first, kind="meeting", text="Møte om bemanning i høst.", by=staff.adviser, at=at)
    _client("Kvitfjell Handel AS", BANKRUPT, staff, at)
    waits = _order(_client("Snekker Torvald Lund", PROPRIETOR, staff, at), staff, at)
    credit.assess(
        company=waits.company, credit_class="C", source="Kredittbyrået AS (demo)", assessed_on=timezone.localdate(at),
        valid_until=timezone.localdate(at) + 180 * DAY, by=staff.finance, at=at,
    )  # fmt: skip
    reason = "Foretaket er nytt, og oppdraget er stort."
    prepayment = credit.ask_prepayment(order=waits, reason=reason, by=staff.finance, at=now - 3 * DAY)
    credit.ask_review(prepayment=prepayment, message="Årets regnskap er bedre.", by=None, at=now - DAY)


def _client(name: str, unit: Unit, staff: Staff, at: datetime.datetime) -> ClientCompany:
    company = companies.register(
        org_number=unit.org_number,
        name=name,
        adviser=staff.adviser,
        unit=unit,
        is_looked_up=True,
        by=staff.adviser,
        at=at,
    )
    companies.sign(company=company, kind="frame", valid_from=timezone.localdate(at), by=staff.manager, at=at)
    if unit is PROPRIETOR:
        companies.add_contact(
            company=company,
            name="Torvald Lund",
            email="torvald.lund@example.test",
            role="owner",
            by=staff.adviser,
            at=at,
        )
    return company


def _order(company: ClientCompany, staff: Staff, at: datetime.datetime) -> JobOrder:
    return orders.register(company=company, kind="recruitment", title="Tømrer", adviser=staff.adviser, at=at)
