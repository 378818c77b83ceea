"""Orders, agreements and clients whose time in law is over (bokføringsloven § 13), and that nobody needs any more; and
agreements nobody ever signed.

Each in a transaction of its own: one that cannot go yet keeps no other. The database refuses any deletion before its
time, so that it is told which day it is.
"""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

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
from clients.queries import needed
from privacy.actions import files, recipients
from privacy.choices import PeriodCode
from privacy.deadlines import latest_over
from privacy.ports import nudge
from privacy.queries.facts import approved_periods

logger = logging.getLogger(__name__)


def expire(*, at: datetime.datetime) -> dict[str, int]:
    """Delete what is over; returns how many of each. Lengths nobody has approved delete nothing."""
    lengths, today, gone = approved_periods(), timezone.localdate(at), {}
    if length := lengths.get(PeriodCode.AGREEMENT):
        before = needed.first_day_kept(length, today)
        gone["orders"] = _each(needed.orders(before), _delete_order, at)
        gone["agreements"] = _each(needed.agreements(before), _delete_agreement, at)
    if length := lengths.get(PeriodCode.AGREEMENT_DRAFT):
        gone["drafts"] = _each(needed.drafts(latest_over(length, at)), _delete_draft, at)
    if length := lengths.get(PeriodCode.INVOICING):
        before = needed.first_day_kept(length, today)
        gone["companies"] = _each(needed.companies(before), _delete_company, at)
    nudge("privacy.jobs.remove_files")
    return gone


def _each(rows: QuerySet[Any], delete: Callable[[Any, datetime.datetime], None], at: datetime.datetime) -> int:
    return sum(_gone(rows, pk, delete, at) for pk in list(rows.order_by("pk").values_list("pk", flat=True)))


def _gone(
    rows: QuerySet[Any], pk: object, delete: Callable[[Any, datetime.datetime], None], at: datetime.datetime
) -> bool:
    """Locked, then asked again: what is needed since we looked stays."""
    try:
        with transaction.atomic():
            held = rows.model._base_manager.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            row = rows.filter(pk=pk).first() if held else None
            if row is None:
                return False
            _as_of(timezone.localdate(at))
            delete(row, at)
    except IntegrityError:
        logger.warning("%s %s is needed after all", rows.model._meta.label, pk)
        return False
    return True


def _as_of(today: datetime.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clients.today', %s, true)", [today.isoformat()])


def _delete_order(order: JobOrder, at: datetime.datetime) -> None:
    OrderTerms.objects.filter(order=order).delete()
    CheckRequirement.objects.filter(order=order).delete()
    FactSheet.objects.filter(order=order).delete()
    AdRequirement.objects.filter(ad__order=order).delete()
    AdExport.objects.filter(ad__order=order).delete()
    JobAd.objects.filter(order=order).delete()
    JobOrder.objects.filter(pk=order.pk).delete()


def _delete_agreement(agreement: Agreement, at: datetime.datetime) -> None:
    files.bury(str(agreement.file), at=at)
    Agreement.objects.filter(pk=agreement.pk).delete()


def _delete_draft(draft: Agreement, at: datetime.datetime) -> None:
    Agreement.objects.filter(pk=draft.pk).delete()


def _delete_company(company: ClientCompany, at: datetime.datetime) -> None:
    for model in (InvoiceProfile, RegisterEntry, SubUnit):
        model._default_manager.filter(company=company).delete()
    recipients.forget_client(company_uuid=company.pk)
    ClientCompany.objects.filter(pk=company.pk).delete()
