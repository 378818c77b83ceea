"""The relation with a client as a whole: it ends when the client says so, but not while we work for it."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clients.actions import agreements
from clients.models import Agreement, ClientCompany, ClientContact, Signatory, SoleProprietor
from privacy.actions import retention, subjects, suppressions, trail
from privacy.choices import Verb
from privacy.choices.marketing import SuppressionCause
from privacy.ports import Actor


class AlreadyEnded(Exception):
    """The relation ended before."""


class OrderIsOpen(Exception):
    """We still work for the client: close the order first."""


@transaction.atomic
def end(*, company: ClientCompany, by: Actor, at: datetime.datetime) -> None:
    """Its contact persons, agreements and mailings end now, drafts go; what the law keeps goes by its own time. So does,
    by a trigger, what a sole proprietor is to us, and what was to be paid for first.

    A new contact person, agreement or order begins it again. Raises `AlreadyEnded`, `OrderIsOpen`.
    """
    speaking = ClientContact.objects.filter(company=company, ended_at=None)
    signed = Signatory.objects.filter(agreement__company=company)
    owning = SoleProprietor.objects.filter(company=company)
    left = subjects.lock_who_is_left(*(row.subject_id for rows in (speaking, signed, owning) for row in rows))
    fresh = ClientCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    if fresh.ended_at:
        raise AlreadyEnded
    if fresh.orders.is_open().exists():
        raise OrderIsOpen
    for contact in speaking.filter(subject__in=left).order_by("pk"):
        _end_contact(contact, by, at)
    _end_agreements(fresh, at)
    ClientCompany.objects.filter(pk=fresh.pk).update(ended_at=at, ended_by_id=by.pk)
    retention.refresh(*left)


def _end_contact(contact: ClientContact, by: Actor, at: datetime.datetime) -> None:
    """Also of somebody set aside: the storage time begins, nothing is used."""
    ClientContact.objects.filter(pk=contact.pk).update(ended_at=at)
    person = contact.subject_id
    trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity="clients", fields=["ended_at"], obj=contact)
    suppressions.stop_for_person(subject_id=person, cause=SuppressionCause.REQUEST, by=by, at=at)


def _end_agreements(company: ClientCompany, at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    Agreement.objects.filter(company=company, signed_at=None).delete()
    goes_on = Q(valid_until=None) | Q(valid_until__gt=today)
    for agreement in Agreement.objects.filter(goes_on, company=company).order_by("pk"):
        agreements.end_agreement(agreement=agreement, last_day=max(today, agreement.valid_from), at=at)
