"""Offers: made by an adviser, answered by the candidate, or taken back before that."""

import datetime

from django.db import transaction
from django.utils import timezone

from candidates import emails
from candidates.actions import applications
from candidates.choices import MOVES, OfferAnswer, Stage
from candidates.emails.outcome import offer_answered, offer_made
from candidates.models import Application, Offer
from candidates.queries import people
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Language, Verb
from privacy.ports import Actor


class WrongStage(Exception):
    """Nothing is offered from the stage the application is in."""


class AlreadyOffered(Exception):
    """An offer waits for its answer."""


class WrongDays(Exception):
    """The answer is wanted before today, or after the first day at work."""


class NotWaiting(Exception):
    """It was answered or taken back, or the application has ended."""


class NotYours(Exception):
    """Only the candidate, or somebody who works with candidates, answers."""


@transaction.atomic
def make(
    *, application: Application, starts_on: datetime.date, reply_by: datetime.date, by: Actor, at: datetime.datetime
) -> Offer:
    """Offer the position, and say until when an answer is wanted. Raises `WrongStage`, `AlreadyOffered`, `WrongDays`."""
    subjects.lock(application.candidate.subject_id)
    fresh = subjects.fresh(application, by=by)
    if fresh.stage != Stage.OFFER and Stage.OFFER not in MOVES[Stage(fresh.stage)]:
        raise WrongStage
    if not timezone.localdate(at) <= reply_by <= starts_on:
        raise WrongDays
    if Offer.objects.waiting().filter(application=fresh).exists():
        raise AlreadyOffered
    if fresh.stage != Stage.OFFER:
        applications.advance(application=fresh, to=Stage.OFFER, by=by, at=at, tells=False)
    offer = Offer.objects.create(
        application=fresh, starts_on=starts_on, reply_by=reply_by, made_by_id=by.pk, made_at=at
    )
    if to := people.confirmed_address_of(fresh.candidate):
        language = emails.language_for(fresh)
        mails.queue(offer_made(offer), to=to, subject_id=fresh.candidate.subject_id, language=language, at=at)
    _record(offer, by, at, ["made_at"])
    return offer


@transaction.atomic
def answer(*, offer: Offer, answer: str, by: Actor, at: datetime.datetime) -> None:
    """The candidate says yes or no, and the adviser is told; who of us hears it by telephone writes it down.

    Raises `NotWaiting`, `NotYours`.
    """
    fresh = _locked(offer, by=by)
    is_own = by.subject_id == fresh.application.candidate.subject_id
    if not is_own and not by.has_role("adviser", "manager"):
        raise NotYours
    if not fresh.is_waiting or fresh.application.stage != Stage.OFFER:
        raise NotWaiting
    fresh.answer, fresh.answered_at, fresh.noted_by_id = OfferAnswer(answer), at, None if is_own else by.pk
    fresh.save(update_fields=["answer", "answered_at", "noted_by"])
    order = fresh.application.job_order
    if is_own and order:
        mails.queue(offer_answered(fresh), to=order.adviser.email, subject_id=None, language=Language.NB, at=at)
    _record(fresh, by, at, ["answer"])


@transaction.atomic
def withdraw(*, offer: Offer, by: Actor, at: datetime.datetime) -> None:
    """Take it back before it is answered. Raises `NotWaiting`."""
    fresh = _locked(offer, by=by)
    if not fresh.is_waiting:
        raise NotWaiting
    Offer.objects.filter(pk=fresh.pk).update(withdrawn_at=at)
    _record(fresh, by, at, ["withdrawn_at"])


def _locked(offer: Offer, *, by: Actor) -> Offer:
    subjects.lock(offer.application.candidate.subject_id)
    fresh = subjects.fresh(offer, by=by)
    return Offer.objects.select_related(
        "application__candidate", "application__job_ad", "application__job_order__adviser"
    ).get(pk=fresh.pk)


def _record(offer: Offer, by: Actor, at: datetime.datetime, fields: list[str]) -> None:
    person = offer.application.candidate.subject_id
    trail.record(
        Verb.CHANGED, subject_id=person, by=by, at=at, activity=applications.ACTIVITY, fields=fields, obj=offer
    )
    retention.refresh(person)
