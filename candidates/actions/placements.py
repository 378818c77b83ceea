"""Employments at clients: registered when somebody got the position, followed up, ended."""

import datetime

from django.db import transaction

from candidates.actions import applications, checks
from candidates.choices import CheckEnd, Stage
from candidates.models import Application, Offer, Placement
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor


class NotOffered(Exception):
    """Nobody is employed who was not offered the position."""


class NotAnswered(Exception):
    """An offer waits for the candidate's answer, or the answer was no."""


class AlreadyRegistered(Exception):
    """The employment is registered."""


class WrongDays(Exception):
    """It is followed up, or ends, before it begins."""


class AlreadyDone(Exception):
    """It was followed up, or ended, before."""


@transaction.atomic
def register(
    *, application: Application, starts_on: datetime.date, follow_up_on: datetime.date, by: Actor, at: datetime.datetime
) -> Placement:
    """Somebody got the position; the last offer, if there was one, was answered with yes.

    Raises `NotOffered`, `NotAnswered`, `AlreadyRegistered`, `WrongDays`.
    """
    subjects.lock(application.candidate.subject_id)
    fresh = subjects.fresh(application, by=by)
    if fresh.stage not in (Stage.OFFER, Stage.PLACED):
        raise NotOffered
    if Placement.objects.filter(application=fresh).exists():
        raise AlreadyRegistered
    last = Offer.objects.filter(application=fresh, withdrawn_at=None).order_by("-made_at", "-pk").first()
    if last and last.answer != "accepted":
        raise NotAnswered
    if follow_up_on < starts_on:
        raise WrongDays
    if fresh.stage == Stage.OFFER:
        applications.advance(application=fresh, to=Stage.PLACED, by=by, at=at)
    placement = Placement.objects.create(
        application=fresh, starts_on=starts_on, follow_up_on=follow_up_on, registered_by_id=by.pk, registered_at=at
    )
    _record(placement, by, at, ["starts_on", "follow_up_on"])
    return placement


@transaction.atomic
def follow_up(*, placement: Placement, by: Actor, at: datetime.datetime) -> None:
    """Both sides were asked how it goes. Raises `AlreadyDone`."""
    fresh = _locked(placement, by=by)
    if fresh.followed_up_at:
        raise AlreadyDone
    Placement.objects.filter(pk=fresh.pk).update(followed_up_at=at, followed_up_by=by.pk)
    _record(fresh, by, at, ["followed_up_at"])


@transaction.atomic
def end(*, placement: Placement, ends_on: datetime.date, by: Actor, at: datetime.datetime) -> None:
    """The employment ends: a check noted for it goes with it. Raises `AlreadyDone`, `WrongDays`."""
    fresh = _locked(placement, by=by)
    if fresh.ends_on:
        raise AlreadyDone
    if ends_on < fresh.starts_on:
        raise WrongDays
    Placement.objects.filter(pk=fresh.pk).update(ends_on=ends_on)
    checks.application_ended(application=fresh.application, cause=CheckEnd.PLACEMENT_ENDED, at=at)
    _record(fresh, by, at, ["ends_on"])


def _locked(placement: Placement, *, by: Actor) -> Placement:
    subjects.lock(placement.application.candidate.subject_id)
    fresh = subjects.fresh(placement, by=by)
    return Placement.objects.select_related("application__candidate").get(pk=fresh.pk)


def _record(placement: Placement, by: Actor, at: datetime.datetime, fields: list[str]) -> None:
    person = placement.application.candidate.subject_id
    trail.record(
        Verb.CHANGED, subject_id=person, by=by, at=at, activity=applications.ACTIVITY, fields=fields, obj=placement
    )
    retention.refresh(person)
