"""The demo's clients, agreements, orders and ads, made through the same actions as real ones."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from clients.actions import ad_requirements, ads, agreements, companies, newsletters, orders, relations
from clients.models import ClientCompany, JobAd
from clients.ports import Unit
from fremrykk.accounts.management.demo import pdf
from fremrykk.accounts.management.demo.positions import CLIENTS, CLOSED, LEFT, POSITIONS, Client, Position
from fremrykk.accounts.models import User
from privacy.actions import erasure
from privacy.choices import ErasureCause

NEWS: newsletters.Words = {
    "subject_nb": "Nytt fra Fremrykk: flere kandidater innen helse",
    "text_nb": "Denne høsten har mange sykepleiere og helsefagarbeidere meldt seg.\n\nSkal dere ansette? Ring rådgiveren deres.",
    "subject_en": "",
    "text_en": "",
}
LONG_AGO = datetime.timedelta(days=4 * 365)


def make(*, manager: User, adviser: User, now: datetime.datetime) -> dict[str, JobAd]:
    """Every ad on the site by its key, and the one that will be closed."""
    made = [_client(client, manager, adviser, now) for client in CLIENTS]
    ads_made = {
        position.key: advertise(position, made[position.client], adviser, now, days=45) for position in POSITIONS
    }
    ads_made[CLOSED.key] = advertise(CLOSED, made[CLOSED.client], adviser, now, days=150)
    newsletters.write(by=manager, at=now, **NEWS)
    agreements.draft(company=made[0], kind="staffing", valid_from=timezone.localdate(now), fee_model="hourly", fee=480)
    _one_that_left(manager, adviser, now)
    return ads_made


def _one_that_left(manager: User, adviser: User, now: datetime.datetime) -> None:
    """Its contact person asked to be erased: what the law makes us keep is under signatures for clients."""
    company = _client(LEFT, manager, adviser, now)
    contact = company.contacts.get()
    relations.end(company=company, by=adviser, at=now - datetime.timedelta(days=30))
    erasure.erase_person(subject_id=contact.subject_id, cause=ErasureCause.STAFF, by=manager, at=now)


def close(ad: JobAd, *, adviser: User, at: datetime.datetime) -> None:
    orders.close(order=ad.order, by=adviser, at=at)


def _client(client: Client, manager: User, adviser: User, now: datetime.datetime) -> ClientCompany:
    signed, met = now - LONG_AGO, now - datetime.timedelta(days=400)
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
    contact = companies.add_contact(
        company=company, name=client.contact, email=client.email, position="Leder", by=adviser, at=met
    )
    companies.sign(
        company=company,
        kind="frame",
        terms="Rammeavtale (demo).",
        valid_from=timezone.localdate(signed),
        signatories=[contact],
        upload=SimpleUploadedFile("avtale.pdf", pdf.cv("Rammeavtale", [client.name, f"Undertegnet: {client.contact}"])),
        by=manager,
        at=signed,
    )
    return company


def advertise(position: Position, company: ClientCompany, adviser: User, now: datetime.datetime, *, days: int) -> JobAd:
    at = now - datetime.timedelta(days=days)
    order = orders.register(company=company, kind=position.kind, title=position.title, adviser=adviser, at=at)
    orders.open(order=order, by=adviser, at=at)
    last_day = None
    if position.days_left is not None:
        last_day = timezone.localdate(now) + datetime.timedelta(days=position.days_left)
    ad = ads.write(
        order=order, at=at, title=position.title, summary=position.summary, body=position.body,
        employer=company.name, place=position.place, extent=position.extent, form=position.form, deadline=last_day,
        **position.facts,
    )  # fmt: skip
    ad_requirements.write(ad=ad, required=position.required, by=adviser, at=at)
    ads.publish(ad=ad, by=adviser, at=at)
    return JobAd.objects.select_related("order").get(pk=ad.pk)
