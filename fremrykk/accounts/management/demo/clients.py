"""The demo's clients, agreements, orders and ads, made through the same actions as real ones."""

import datetime

from django.utils import timezone

from clients.actions import ads, companies, orders
from clients.models import ClientCompany, JobAd
from clients.ports import Unit
from fremrykk.accounts.management.demo.positions import CLIENTS, CLOSED, POSITIONS, Client, Position
from fremrykk.accounts.models import User

LONG_AGO = datetime.timedelta(days=4 * 365)


def make(*, manager: User, adviser: User, now: datetime.datetime) -> dict[str, JobAd]:
    """Every ad on the site by its key, and the one that will be closed."""
    made = [_client(client, manager, adviser, now) for client in CLIENTS]
    ads_made = {position.key: _ad(position, made[position.client], adviser, now, days=45) for position in POSITIONS}
    ads_made[CLOSED.key] = _ad(CLOSED, made[CLOSED.client], adviser, now, days=150)
    return ads_made


def close(ad: JobAd, *, adviser: User, at: datetime.datetime) -> None:
    orders.close(order=ad.order, by=adviser, at=at)


def _client(client: Client, manager: User, adviser: User, now: datetime.datetime) -> ClientCompany:
    signed, met = now - LONG_AGO, now - datetime.timedelta(days=200)
    company = companies.register(
        org_number=client.org_number,
        name=client.name,
        privacy_statement_url="https://www.example.test/personvern",
        adviser=adviser,
        unit=Unit(client.org_number, client.name.upper(), form="AS", address="Storgata 1, 0155 OSLO"),
        is_looked_up=True,
        by=adviser,
        at=met,
    )
    companies.add_contact(
        company=company, name=client.contact, email=client.email, position="Leder", by=adviser, at=met
    )
    companies.sign(
        company=company,
        kind="frame",
        terms="Rammeavtale (demo).",
        valid_from=timezone.localdate(signed),
        by=manager,
        at=signed,
    )
    return company


def _ad(position: Position, company: ClientCompany, adviser: User, now: datetime.datetime, *, days: int) -> JobAd:
    at = now - datetime.timedelta(days=days)
    order = orders.register(company=company, kind=position.kind, title=position.title, adviser=adviser, at=at)
    orders.open(order=order, by=adviser, at=at)
    last_day = None
    if position.days_left is not None:
        last_day = timezone.localdate(now) + datetime.timedelta(days=position.days_left)
    ad = ads.write(
        order=order, at=at, title=position.title, summary=position.summary, body=position.body,
        employer=company.name, place=position.place, extent=position.extent, form=position.form, deadline=last_day,
    )  # fmt: skip
    ads.publish(ad=ad, by=adviser, at=at)
    return JobAd.objects.select_related("order").get(pk=ad.pk)
