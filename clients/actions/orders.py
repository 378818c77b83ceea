"""What clients order: registered, opened on an agreement, closed with all that hangs on it."""

import datetime
import logging
import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.actions import agreements as signing
from clients.actions import answering, timeline
from clients.choices import PrepaymentState, TimelineKind
from clients.models import ClientCompany, JobAd, JobOrder, OrderTerms, Prepayment, SubUnit
from clients.models.terms import TERMS
from clients.queries import agreements
from clients.registries import hired_out, on_order_closed, unanswered
from privacy.actions import recipients, retention
from privacy.ports import Actor

logger = logging.getLogger(__name__)


OPENED, CLOSED = _("Order opened: %(order)s."), _("Order closed: %(order)s.")
PURPOSE = "Choosing whom to employ or hire"  # what a client is given candidates' data for


class NoAgreement(Exception):
    """No signed agreement with the client holds today."""


class NotTheirSubUnit(Exception):
    """The workplace is another client's."""


class AlreadyOpen(Exception):
    """The order was opened before."""


class WaitsForPrepayment(Exception):
    """A person decided that it is paid for first, and it is not paid yet."""


class Unanswered(Exception):
    """An applicant waits for an answer by a human being (P39)."""


class StillHiredOut(Exception):
    """Somebody works at the client on this order, or is going to."""


class NotOpen(Exception):
    """The order is not open, or not any more."""


@transaction.atomic
def register(
    *,
    company: ClientCompany,
    kind: str,
    title: str,
    adviser: Actor,
    at: datetime.datetime,
    sub_unit: SubUnit | None = None,
) -> JobOrder:
    """Write down what the client wants; work begins when it is opened. Raises `NotTheirSubUnit`."""
    _refuse_others(sub_unit, company.pk)
    return JobOrder.objects.create(
        company=company, sub_unit=sub_unit, kind=kind, title=title, adviser_id=adviser.pk, created_at=at
    )


@transaction.atomic
def change(*, order: JobOrder, title: str, adviser: Actor, by: Actor, sub_unit: SubUnit | None = None) -> None:
    """Raises `NotTheirSubUnit`, `answering.NotTheirs`."""
    _refuse_others(sub_unit, order.company_id)
    answering.refuse_taking(held_by=_locked(order.pk).adviser_id, to=adviser, by=by)
    JobOrder.objects.filter(pk=order.pk).update(title=title, adviser=adviser.pk, sub_unit=sub_unit)


def _refuse_others(sub_unit: SubUnit | None, company_id: uuid.UUID) -> None:
    """The database refuses it, too, at the end of the transaction."""
    if sub_unit and sub_unit.company_id != company_id:
        raise NotTheirSubUnit


@transaction.atomic
def open(*, order: JobOrder, by: Actor, at: datetime.datetime) -> None:
    """Begin the work, on the agreement in force today, whose terms the order keeps.

    Raises `NoAgreement`, `AlreadyOpen`, `WaitsForPrepayment`.
    """
    fresh = _locked(order.pk)
    if fresh.opened_at:
        raise AlreadyOpen
    if Prepayment.objects.filter(order=fresh, state=PrepaymentState.ASKED).exists():
        raise WaitsForPrepayment
    agreement = agreements.in_force(fresh, timezone.localdate(at))
    if agreement is None or fresh.company.ended_at:
        raise NoAgreement
    people = signing.lock_signatories(agreement.pk)
    fresh.opened_at, fresh.agreement = at, agreement
    fresh.save(update_fields=["opened_at", "agreement"])
    OrderTerms.objects.create(order=fresh, **{name: getattr(agreement, name) for name in TERMS})
    retention.refresh(*people)
    company = fresh.company
    recipients.for_client(company_uuid=company.pk, name=company.name, org_number=company.org_number, purpose=PURPOSE)
    _told(fresh, OPENED, by=by, at=at)
    logger.info("order %s opened by account %s", fresh.pk, by.pk)


@transaction.atomic
def close(*, order: JobOrder, by: Actor, at: datetime.datetime) -> None:
    """End the work: its ads leave the site, and what may only be kept while the order is open ends with it.

    Raises `NotOpen`, `Unanswered`, `StillHiredOut`.
    """
    fresh = _locked(order.pk)
    if not fresh.is_open:
        raise NotOpen
    if any(ask(fresh.pk) for ask in unanswered):
        raise Unanswered
    if any(ask(fresh.pk) for ask in hired_out):
        raise StillHiredOut
    people = signing.lock_signatories(fresh.agreement_id)
    fresh.closed_at = at
    fresh.save(update_fields=["closed_at"])
    JobAd.objects.filter(order=fresh, published_at__isnull=False, closed_at=None).update(closed_at=at)
    for ended in on_order_closed:
        ended(order_id=fresh.pk, at=at)
    retention.refresh(*people)
    _told(fresh, CLOSED, by=by, at=at)
    logger.info("order %s closed by account %s", fresh.pk, by.pk)


def keep_open(*, order_id: int, ad_id: uuid.UUID | None = None) -> None:
    """Until the transaction ends nobody can close this order (or this ad); others may hold it open too.

    Without this an application written in the same moment would be given a storage time that knows of no closing.
    Taken before the person's lock, as closing does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM clients_joborder WHERE id = %s FOR SHARE", [order_id])
        if ad_id:
            cursor.execute("SELECT 1 FROM clients_jobad WHERE id = %s FOR SHARE", [ad_id])


def those_kept_open(order_ids: Iterable[int]) -> set[int]:
    """Of many orders those that nobody is closing right now; until the transaction ends nobody can.

    It waits for nobody, so that whoever holds persons may ask it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM clients_joborder WHERE id = ANY(%s) AND closed_at IS NULL ORDER BY id FOR SHARE SKIP LOCKED",
            [sorted(set(order_ids))],
        )
        return {number for (number,) in cursor.fetchall()}


def _locked(pk: int) -> JobOrder:
    return JobOrder.objects.select_for_update(no_key=True).get(pk=pk)


def _told(order: JobOrder, text: Promise, *, by: Actor, at: datetime.datetime) -> None:
    timeline.done(company_id=order.company_id, kind=TimelineKind.ORDER, text=text, by=by, at=at, order=order.title)
