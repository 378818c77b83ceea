"""What nobody needs any more of what a client and we had with each other."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from clients.models import (
    AdExport,
    AdRequirement,
    Agreement,
    CheckRequirement,
    ClientCompany,
    FactSheet,
    InvoiceProfile,
    JobAd,
    JobOrder,
    OrderTerms,
    RegisterEntry,
    SubUnit,
)
from privacy.deadlines import Period, midnight
from privacy.models import Disclosure, Recipient


def first_day_kept(length: Period, today: datetime.date) -> datetime.date:
    """The 1st of January of the first financial year whose papers the law still makes us keep on this day."""
    year = today.year + 1
    while length.after(datetime.date(year, 1, 1), at_least=True) > today:
        year -= 1
    return datetime.date(year, 1, 1)


def orders(before: datetime.date) -> QuerySet[JobOrder]:
    """Closed before that day, or never opened by a client who left before it; their ads with them."""
    moment = midnight(before)
    over = JobOrder.objects.filter(Q(closed_at__lt=moment) | Q(opened_at=None, company__ended_at__lt=moment))
    needed_ads = JobAd.objects.filter(order=OuterRef("pk")).exclude(
        pk__in=_unnamed(JobAd.objects.all(), but=(AdRequirement, AdExport)).values("pk")
    )
    given = Disclosure.objects.filter(
        recipient__company_uuid=OuterRef("company"), at__gte=OuterRef("opened_at"), at__lte=OuterRef("closed_at")
    )
    return (
        _unnamed(over, but=(OrderTerms, JobAd, CheckRequirement, FactSheet))
        .exclude(Exists(needed_ads))
        .exclude(Exists(given))
    )


def agreements(before: datetime.date) -> QuerySet[Agreement]:
    """All over before that day, without an order, and without anybody whose signature is still kept."""
    return _unnamed(Agreement.objects.filter(signed_at__isnull=False, ended_on__lt=before))


def drafts(before: datetime.datetime) -> QuerySet[Agreement]:
    """What nobody has signed, and nobody has written or sent since then."""
    unsigned = Agreement.objects.filter(signed_at=None, drafted_at__lt=before).exclude(sent_at__gte=before)
    return _unnamed(unsigned)


def companies(before: datetime.date) -> QuerySet[ClientCompany]:
    """Who left before that day, with nobody and nothing left; what they were given has been forgotten, too."""
    unnamed = _unnamed(Recipient.objects.all()).values("pk")
    given = Recipient.objects.filter(company_uuid=OuterRef("pk")).exclude(pk__in=unnamed)
    left = ClientCompany.objects.filter(ended_at__lt=midnight(before))
    return _unnamed(left, but=(InvoiceProfile, RegisterEntry, SubUnit)).exclude(Exists(given))


def _unnamed(rows: QuerySet[Any], *, but: Iterable[type[Model]] = ()) -> QuerySet[Any]:
    """Those no row of any other table names, whichever table is added tomorrow."""
    for relation in rows.model._meta.related_objects:
        if relation.related_model not in but:
            naming = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(naming))
    return rows


def not_as_the_orders_say() -> QuerySet[Agreement]:
    """Agreements that are over with an order open on them: the database works the end out, and this holds it to that."""
    is_open = JobOrder.objects.is_open().filter(agreement=OuterRef("pk"))
    early = Q(ended_on__lt=F("valid_until")) | Q(ended_on__isnull=False) & Exists(is_open)
    return Agreement.objects.filter(early)
