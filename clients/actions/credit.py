"""Credit: a class is entered, and a person decides what follows from it (P30, P31; GDPR art. 22)."""

import datetime
import uuid
from typing import TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.actions import proprietors, timeline
from clients.choices import PrepaymentState, TimelineKind
from clients.emails.credit import prepayment_asked, prepayment_reviewed
from clients.models import ClientCompany, CreditAssessment, JobOrder, Prepayment
from clients.queries import contacts, credit
from privacy.actions import informing, mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import CollectionSource
from privacy.deadlines import add_months
from privacy.emails import Message
from privacy.models import Collection
from privacy.ports import Actor

ACTIVITY = "company_credit"
MOST_MONTHS = 12

ENTERED = _("Credit assessed, source: %(source)s.")
ASKED = _("Prepayment asked for: %(order)s.")
PAID = _("Prepayment paid: %(order)s.")
WAIVED = _("Prepayment no longer asked for: %(order)s.")


class Assessed(TypedDict):
    credit_class: str
    source: str
    assessed_on: datetime.date
    valid_until: datetime.date


class NotValidSoLong(Exception):
    """Twelve months after its date at most, and not before it; the date is not in the future."""


class TooLate(Exception):
    """The order is open, or was."""


class AlreadyAsked(Exception):
    """Prepayment of this order was decided before."""


class NobodyToTell(Exception):
    """The client has no contact person who could be told."""


class AlreadySettled(Exception):
    """It is paid, or no longer asked for."""


class NoReview(Exception):
    """Nobody has asked for a review, or it is answered."""


class SamePerson(Exception):
    """Who decided does not review it."""


@transaction.atomic
def assess(*, company: ClientCompany, by: Actor, at: datetime.datetime, **facts: Unpack[Assessed]) -> CreditAssessment:
    """Enter a class, its date and its source. It decides nothing. The person behind a sole proprietorship is told."""
    first, last = facts["assessed_on"], facts["valid_until"]
    if not first <= last <= add_months(first, MOST_MONTHS) or first > timezone.localdate(at):
        raise NotValidSoLong
    subject_id = proprietors.lock(company.pk, by=by)
    assessment = CreditAssessment.objects.create(
        company=company, subject_id=subject_id, entered_by_id=by.pk, entered_at=at, **facts
    )
    if subject_id:
        _tell_the_person(subject_id, assessment, by, at)
    timeline.done(company_id=company.pk, kind=TimelineKind.CREDIT, text=ENTERED, by=by, at=at, source=facts["source"])
    return assessment


@transaction.atomic
def ask_prepayment(*, order: JobOrder, reason: str, by: Actor, at: datetime.datetime) -> Prepayment:
    """A person decides that the order waits until it is paid for; the client is told why, and how to object.

    Raises `TooLate`, `AlreadyAsked`, `NobodyToTell`.
    """
    fresh = _locked(order.pk)
    if fresh.opened_at:
        raise TooLate
    subject_id = proprietors.lock(fresh.company_id, by=by)
    if Prepayment.objects.filter(order=fresh).exists():
        raise AlreadyAsked
    prepayment = Prepayment.objects.create(
        order=fresh, subject_id=subject_id, reason=reason, asked_by_id=by.pk, asked_at=at
    )
    assessment = credit.in_force(fresh.company_id, timezone.localdate(at))
    _mail(prepayment, prepayment_asked(prepayment, assessment), at)
    _written(Verb.COLLECTED, prepayment, ["reason"], ASKED, by, at)
    return prepayment


@transaction.atomic
def mark_paid(*, prepayment: Prepayment, by: Actor, at: datetime.datetime) -> None:
    """The money is there: the order may be opened. Raises `AlreadySettled`."""
    _settle(prepayment, PrepaymentState.PAID, PAID, by=by, at=at)


@transaction.atomic
def waive(*, prepayment: Prepayment, by: Actor, at: datetime.datetime) -> None:
    """A person has changed the decision. Raises `AlreadySettled`."""
    _settle(prepayment, PrepaymentState.WAIVED, WAIVED, by=by, at=at)


@transaction.atomic
def ask_review(*, prepayment: Prepayment, message: str, by: Actor | None, at: datetime.datetime) -> None:
    """The client wants somebody to look at it again. Raises `AlreadySettled`; asked twice, the first time counts."""
    fresh = _standing(prepayment, by=by)
    if fresh.review_asked_at:
        return
    Prepayment.objects.filter(pk=fresh.pk).update(review_asked_at=at, review_message=message)
    _written(Verb.ASKED, fresh, ["review_message"], "", by, at)


@transaction.atomic
def review(*, prepayment: Prepayment, is_upheld: bool, answer: str, by: Actor, at: datetime.datetime) -> None:
    """Somebody else than who decided looks again, and answers. Raises `NoReview`, `SamePerson`, `AlreadySettled`."""
    fresh = _standing(prepayment, by=by)
    if not fresh.waits_for_review:
        raise NoReview
    if fresh.asked_by_id == by.pk:
        raise SamePerson
    Prepayment.objects.filter(pk=fresh.pk).update(review_answer=answer, reviewed_by=by.pk, reviewed_at=at)
    fresh.review_answer = answer
    _mail(fresh, prepayment_reviewed(fresh, is_upheld=is_upheld), at)
    _written(Verb.GRANTED if not is_upheld else Verb.REFUSED, fresh, ["review_answer"], "", by, at)
    if not is_upheld:
        _settle(fresh, PrepaymentState.WAIVED, WAIVED, by=by, at=at)


def _settle(
    prepayment: Prepayment, state: PrepaymentState, text: str | Promise, *, by: Actor, at: datetime.datetime
) -> None:
    fresh = _standing(prepayment, by=by)
    Prepayment.objects.filter(pk=fresh.pk).update(state=state, settled_by=by.pk, settled_at=at)
    _written(Verb.CHANGED, fresh, ["settled_at"], text, by, at)


def _standing(prepayment: Prepayment, *, by: Actor | None) -> Prepayment:
    """Under the locks of its order and of its person. Raises `PersonIsGone` when it went with the client meanwhile."""
    order = _locked(prepayment.order_id)
    proprietors.lock(order.company_id, by=by)
    fresh = Prepayment.objects.select_related("order").filter(pk=prepayment.pk).first()
    if fresh is None:
        raise subjects.PersonIsGone
    if fresh.state != PrepaymentState.ASKED:
        raise AlreadySettled
    return fresh


def _written(
    verb: Verb, row: Prepayment, fields: list[str], text: str | Promise, by: Actor | None, at: datetime.datetime
) -> None:
    """A line for the client, where there is one to say; for a person, an entry of the trail."""
    if text:
        timeline.done(
            company_id=row.order.company_id,
            kind=TimelineKind.PREPAYMENT,
            text=text,
            by=by,
            at=at,
            order=row.order.title,
        )
    if row.subject_id:
        trail.record(verb, subject_id=row.subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=row)
        retention.refresh(row.subject_id)


def _tell_the_person(subject_id: uuid.UUID, row: CreditAssessment, by: Actor, at: datetime.datetime) -> None:
    """That a class was obtained, and from whom (GDPR art. 14): by e-mail where an address is known."""
    label = row._meta.label_lower
    trail.record(
        Verb.COLLECTED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=["credit_class"], obj=row
    )
    if not Collection.objects.untold().filter(subject=subject_id, object_label=label).exists():
        informing.collected(
            subject_id=subject_id, object_label=label, activity=ACTIVITY, source=CollectionSource.OTHER,
            source_name=row.source, at=at,
        )  # fmt: skip
    if address := contacts.address_of(subject_id):
        informing.tell_first(subject_id=subject_id, to=address, language=settings.LANGUAGE_CODE, at=at)
    retention.refresh(subject_id)


def _mail(prepayment: Prepayment, message: Message, at: datetime.datetime) -> None:
    """To who speaks for the client about money. Raises `NobodyToTell`."""
    contact = contacts.about_money(prepayment.order.company_id)
    if contact is None:
        raise NobodyToTell
    language = settings.LANGUAGE_CODE
    mails.queue(message, to=contact.email, subject_id=contact.subject_id, language=language, at=at)


def _locked(pk: int) -> JobOrder:
    return JobOrder.objects.select_for_update(no_key=True).get(pk=pk)
