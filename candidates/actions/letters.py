"""An adviser writes to somebody in the base about a position: only who chose to hear of others, or is in process for it."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates import emails
from candidates.choices import OPEN_STAGES, KeepScope, Origin
from candidates.models import Application, Candidate, PositionLetter
from candidates.queries import people
from clients.actions import orders
from clients.models import JobAd, JobOrder
from privacy.actions import mails, subjects, trail
from privacy.actions.mails import Suppressed
from privacy.choices import ConsentPurpose, MessageClass, Verb
from privacy.ports import Actor
from privacy.queries import consent_in_force, suppressions
from privacy.validators import holds_national_id

__all__ = ["Suppressed"]

KIND = "position_tips"


class PositionClosed(Exception):
    """The order is not open, or not any more."""


class NotConfirmed(Exception):
    """The candidate has not proved an address."""


class NotAsked(Exception):
    """The candidate has asked to be kept for one position only, or has chosen nothing yet."""


class AlreadyWritten(Exception):
    """Somebody wrote to the candidate about this order today."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


@transaction.atomic
def write(
    *, candidate: Candidate, order: JobOrder, subject_line: str, text: str, by: Actor, at: datetime.datetime
) -> PositionLetter:
    """Write it, and send it. The order is held open first, then the person, as for an application.

    Raises what `drafted` raises, and `PersonIsGone`, `IsRestricted`.
    """
    orders.keep_open(order_id=order.pk)
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(PositionLetter, subject_id=fresh.subject_id, by=by)
    letter = drafted(candidate=fresh, order=order, subject_line=subject_line, text=text, by=by, at=at)
    letter.save()
    message = emails.position_letter(letter, subject_line=subject_line, text=text, by=by)
    to = people.confirmed_address_of(fresh)
    mails.queue(message, to=to, subject_id=fresh.subject_id, language=fresh.language, at=at, by=by)
    fields = ["job_order", "written_at"]
    trail.record(
        Verb.WRITTEN, subject_id=fresh.subject_id, by=by, at=at, activity=message.activity, fields=fields, obj=letter
    )
    return letter


def drafted(
    *, candidate: Candidate, order: JobOrder, subject_line: str, text: str, by: Actor, at: datetime.datetime
) -> PositionLetter:
    """The letter as it would be sent, not written down yet.

    Raises `PositionClosed`, `NotConfirmed`, `NotAsked`, `Suppressed`, `AlreadyWritten`, `HoldsNumber`.
    """
    if holds_national_id(f"{subject_line}\n{text}"):
        raise HoldsNumber
    order = JobOrder.objects.get(pk=order.pk)
    if not order.is_open:
        raise PositionClosed
    to = people.confirmed_address_of(candidate)
    if not to:
        raise NotConfirmed
    today = [letter for letter in candidate.letters.filter(job_order=order) if _is_same_day(letter.written_at, at)]
    if today:
        raise AlreadyWritten
    message_class = _class_for(candidate, order)
    if message_class == MessageClass.MARKETING and suppressions.is_suppressed(to, KIND):
        raise Suppressed
    ad = JobAd.objects.published(at).filter(order=order).newest_first().first()
    return PositionLetter(
        candidate=candidate, job_order=order, job_ad=ad, message_class=message_class, written_by_id=by.pk, written_at=at
    )


def _class_for(candidate: Candidate, order: JobOrder) -> MessageClass:
    """Who applied for the order is answered; anybody else has chosen to hear of positions (mfl. § 15).

    That one of us added somebody to an order is no wish of theirs.
    """
    theirs = Application.objects.filter(candidate=candidate)
    if theirs.filter(job_order=order, stage__in=OPEN_STAGES).exclude(origin=Origin.ADDED).exists():
        return MessageClass.SERVICE
    in_the_base = theirs.filter(keep_scope=KeepScope.CANDIDATE_BASE).exists()
    if in_the_base or consent_in_force(candidate.subject_id, ConsentPurpose.FURTHER_STORAGE):
        return MessageClass.MARKETING
    raise NotAsked


def _is_same_day(one: datetime.datetime, other: datetime.datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)
