"""Clients that are sole proprietorships: the person behind one is a data subject from the first moment."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from clients.models import (
    ClientCompany,
    CreditAssessment,
    JobAd,
    JobOrder,
    Prepayment,
    RegisterEntry,
    SoleProprietor,
    SubUnit,
    TimelineEntry,
)
from privacy.actions import informing, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import CollectionSource
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "sole_proprietors"
SOURCE = "Enhetsregisteret"
OF_A_CLIENT = (RegisterEntry, SubUnit, TimelineEntry, CreditAssessment)


@transaction.atomic
def begin(*, company: ClientCompany, by: Actor | None, at: datetime.datetime) -> SoleProprietor:
    """The client is a person. What is written about the business already is that person's from now on.

    The person has the rights of any other, and is told within a month where the data come from (GDPR art. 14): at once
    when an e-mail address is entered (`companies.add_contact`), else by a colleague.
    """
    subject = subjects.create(at=at)
    proprietor = SoleProprietor.objects.create(
        subject=subject, company=company, name=company.name, org_number=company.org_number, created_at=at
    )
    for model in OF_A_CLIENT:
        model._default_manager.filter(company=company).update(subject=subject)
    Prepayment.objects.filter(order__company=company).update(subject=subject)
    trail.record(
        Verb.COLLECTED, subject_id=subject.pk, by=by, at=at, activity=ACTIVITY, fields=["name", "org_number"],
        obj=proprietor,
    )  # fmt: skip
    informing.collected(
        subject_id=subject.pk, object_label=proprietor._meta.label_lower, activity=ACTIVITY,
        source=CollectionSource.OTHER, source_name=SOURCE, at=at,
    )  # fmt: skip
    retention.refresh(subject.pk)
    return proprietor


def rename(*, company: ClientCompany, name: str, by: Actor | None, at: datetime.datetime) -> None:
    """Their name is the person's."""
    lock(company.pk, by=by)
    changed = SoleProprietor.objects.filter(company=company).exclude(name=name)
    if proprietor := changed.first():
        changed.update(name=name)
        trail.record(
            Verb.CHANGED, subject_id=proprietor.subject_id, by=by, at=at, activity=ACTIVITY, fields=["name"],
            obj=proprietor,
        )  # fmt: skip
        retention.refresh(proprietor.subject_id)


def lock_business(subject_ids: Sequence[uuid.UUID]) -> None:
    """Whoever opens or closes an order holds it before the person its client is: so does whoever erases that person."""
    owners = Q(subject__in=subject_ids) | Q(subject__merged_into__in=subject_ids)
    theirs = JobOrder.objects.filter(company__in=SoleProprietor.objects.filter(owners).values("company"))
    list(theirs.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def close_ads_again(*, subject_id: uuid.UUID, at: datetime.datetime) -> None:
    """After a restore: a client who asked to be erased, and whom the law keeps as a party, is not advertised."""
    shown = JobAd.objects.filter(published_at__isnull=False, closed_at=None)
    shown.filter(order__company__proprietor__subject__in=numbers_of(subject_id)).update(closed_at=at)


def hold(company_id: uuid.UUID) -> None:
    """Lock the person this client is, if it is one, before what the person's erasure would touch."""
    subjects.lock_who_is_left(*SoleProprietor.objects.filter(company=company_id).values_list("subject", flat=True))


def lock(company_id: uuid.UUID, *, by: Actor | None) -> uuid.UUID | None:
    """Whose the data about this client are: locked; None where it is a company. Raises `IsRestricted`."""
    subject_id = SoleProprietor.objects.filter(company=company_id).values_list("subject", flat=True).first()
    if subject_id is None:
        return None
    subjects.lock(subject_id)
    subjects.refuse_adding(SoleProprietor, subject_id=subject_id, by=by)
    return subject_id
