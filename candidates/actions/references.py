"""References: the candidate's go-ahead for one position, the referee asked and reminded once, what was said, a no."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from candidates.actions import referees
from candidates.actions import reference_telling as telling
from candidates.emails import references as emails
from candidates.models import Application, Referee, ReferenceCheck
from candidates.queries import people
from candidates.queries import references as reading
from clients.actions import orders
from privacy.actions import erasure, retention, subjects
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.validators import holds_national_id

ACTIVITY = referees.ACTIVITY


class PositionOver(Exception):
    """The order is not open, or the application has ended."""


class NotTheirs(Exception):
    """This candidate has not named this referee."""


class NoGoAhead(Exception):
    """The candidate has not said go ahead for this position, or took it back."""


class AlreadyWanted(Exception):
    """The go-ahead was asked for, or given, before."""


class NotConfirmed(Exception):
    """The candidate has proved no e-mail address, so nobody can be asked for a go-ahead."""


class AlreadyAsked(Exception):
    """The referee was asked, or reminded, before."""


class NotAskedYet(Exception):
    """Nobody is reminded of what they were not asked."""


class NoAddress(Exception):
    """The referee has no e-mail address: call, after telling where we have the data from."""


class NotTold(Exception):
    """The referee does not know yet that we have the data, and from whom (GDPR art. 14)."""


class NothingSaid(Exception):
    """Every answer is empty."""


class HoldsNumber(Exception):
    """A national identity number stands in the text."""


class LinkIsOver(Exception):
    """There is nothing to answer any more."""


@transaction.atomic
def want(*, application: Application, referee: Referee, by: Actor, at: datetime.datetime) -> ReferenceCheck:
    """Ask the candidate for the go-ahead, by e-mail; nothing is said to the referee.

    Raises `PositionOver`, `NotTheirs`, `AlreadyWanted`, `NotConfirmed`, `PersonIsGone`, `IsRestricted`.
    """
    fresh, known = _locked(application, referee, by=by)
    to = people.confirmed_address_of(fresh.candidate)
    if known:
        raise AlreadyWanted
    if not to:
        raise NotConfirmed
    check = ReferenceCheck.objects.create(application=fresh, referee=referee, wanted_at=at, wanted_by_id=by.pk)
    telling.candidate(message=emails.go_ahead_wanted(check), check=check, to=to, at=at)
    telling.record(check=check, by=by, at=at, field="wanted_at")
    return check


@transaction.atomic
def give_go_ahead(*, application: Application, referee: Referee, by: Actor, at: datetime.datetime) -> ReferenceCheck:
    """The candidate's own word, for this position only; asked for or not. Raises `PositionOver`, `NotTheirs`,
    `PersonIsGone`."""
    fresh, check = _locked(application, referee, by=by)
    check = check or ReferenceCheck(application=fresh, referee=referee)
    check.go_ahead_at, check.taken_back_at = at, None
    check.save()
    telling.record(check=check, by=by, at=at, field="go_ahead_at")
    return check


@transaction.atomic
def take_back(*, check: ReferenceCheck, by: Actor, at: datetime.datetime) -> None:
    """As easy as giving it: the link closes, and what was said for this position is deleted. Raises `NoGoAhead`."""
    fresh = _again(check, by=by)
    if not fresh.has_go_ahead:
        raise NoGoAhead
    ReferenceCheck.objects.filter(pk=fresh.pk).update(taken_back_at=at, answers=None)
    telling.record(check=fresh, by=by, at=at, field="taken_back_at")


@transaction.atomic
def ask(*, check: ReferenceCheck, by: Actor, at: datetime.datetime) -> None:
    """Send the referee the notice, and the link to the guide. Raises `NoGoAhead`, `PositionOver`, `AlreadyAsked`,
    `NoAddress`, `PersonIsGone`, `IsRestricted`."""
    fresh = _askable(check, by=by)
    if fresh.asked_at:
        raise AlreadyAsked
    if not fresh.the_referee.email:
        raise NoAddress
    digest = reading.digest(reading.token_of(fresh))
    ReferenceCheck.objects.filter(pk=fresh.pk).update(asked_at=at, asked_by=by.pk, token_digest=digest)
    telling.referee(message=emails.reference_asked(fresh), check=fresh, at=at)
    telling.record(check=fresh, by=by, at=at, field="asked_at")


@transaction.atomic
def remind(*, check: ReferenceCheck, by: Actor, at: datetime.datetime) -> None:
    """Once. Raises `NotAskedYet`, `AlreadyAsked`, and as `ask`."""
    fresh = _askable(check, by=by)
    if not fresh.asked_at or fresh.answered_at:
        raise NotAskedYet
    if fresh.reminded_at:
        raise AlreadyAsked
    ReferenceCheck.objects.filter(pk=fresh.pk).update(reminded_at=at)
    telling.referee(message=emails.reference_reminder(fresh), check=fresh, at=at)
    telling.record(check=fresh, by=by, at=at, field="reminded_at")


@transaction.atomic
def answer(
    *, check: ReferenceCheck, answers: Sequence[tuple[str, str]], through: str, by: Actor | None, at: datetime.datetime
) -> None:
    """What was said, or is put right. `by=None`: by the link, which only who reads the address has; else by telephone.

    Raises `NoGoAhead`, `PositionOver`, `NotTold`, `NothingSaid`, `HoldsNumber`, `PersonIsGone`, `IsRestricted`.
    """
    told = [[question, said.strip()] for question, said in answers if said.strip()]
    if not told:
        raise NothingSaid
    if holds_national_id("\n".join(said for _question, said in told)):
        raise HoldsNumber
    fresh = _askable(check, by=by)
    if not reading.is_told(fresh.the_referee):
        raise NotTold
    ReferenceCheck.objects.filter(pk=fresh.pk).update(
        answers=told, answered_at=at, through=through, noted_by=by.pk if by else None
    )
    if by is None:
        telling.adviser(check=fresh, at=at)
    telling.record(check=fresh, by=by, at=at, field="answers", verb=Verb.COLLECTED)


@transaction.atomic
def decline(*, check: ReferenceCheck, at: datetime.datetime) -> erasure.Answer:
    """The referee says no: erased at once; candidate and adviser hear that it is not to be had, and nothing more.

    Raises `LinkIsOver`, `PersonIsGone`.
    """
    fresh = _again(check, by=None)
    referee = fresh.referee
    if referee is None:
        raise LinkIsOver
    theirs = reading.with_people(ReferenceCheck.objects.filter(referee=referee, application__isnull=False))
    for each in theirs:
        telling.not_to_be_had(check=each, at=at)
    theirs.update(declined_at=at, answers=None)
    return referees.remove(referee=referee, by=None, at=at)


def order_closed(*, order_id: int, at: datetime.datetime) -> None:
    """Hung on `clients.registries`: what was said of a position goes when that closes, in the same transaction."""
    checks = ReferenceCheck.objects.filter(application__job_order=order_id)
    persons = {
        number for row in checks.values_list("application__candidate__subject", "referee__subject") for number in row
    }
    roots = subjects.lock_who_is_left(*(persons - {None}))
    checks.update(answers=None)
    retention.refresh(*roots.values())


def _locked(application: Application, referee: Referee, *, by: Actor) -> tuple[Application, ReferenceCheck | None]:
    """The order held open, then both persons; what there is of them for this position."""
    if application.job_order_id:
        orders.keep_open(order_id=application.job_order_id)
    subjects.lock(application.candidate.subject_id, referee.subject_id)
    fresh = subjects.fresh(application, by=by)
    named = subjects.fresh(referee)
    if fresh.job_order is None or not fresh.job_order.is_open or not fresh.is_in_progress:
        raise PositionOver
    if named.candidate_id != fresh.candidate_id:
        raise NotTheirs
    subjects.refuse_adding(ReferenceCheck, subject_id=fresh.candidate.subject_id, by=by)
    return fresh, ReferenceCheck.objects.filter(application=fresh, referee=named).first()


def _again(check: ReferenceCheck, *, by: Actor | None) -> ReferenceCheck:
    """As it is once nobody else can change it."""
    people_of = [each.subject_id for each in (check.application and check.application.candidate, check.referee) if each]
    subjects.lock(*people_of)
    fresh = reading.with_people(_these(check)).first()
    if fresh is None or fresh.application is None:
        raise subjects.PersonIsGone
    subjects.refuse_restricted(fresh, by=by)
    return fresh


def _these(check: ReferenceCheck) -> QuerySet[ReferenceCheck]:
    return ReferenceCheck.objects.filter(pk=check.pk)


def _askable(check: ReferenceCheck, *, by: Actor | None) -> ReferenceCheck:
    if check.application and check.application.job_order_id:
        orders.keep_open(order_id=check.application.job_order_id)
    fresh = _again(check, by=by)
    if fresh.referee is None:
        raise subjects.PersonIsGone
    if not fresh.has_go_ahead:
        raise NoGoAhead
    order = fresh.the_application.job_order
    if order is None or not order.is_open or not fresh.the_application.is_in_progress:
        raise PositionOver
    if not ReferenceCheck.objects.unrestricted().filter(pk=fresh.pk).exists():
        raise subjects.IsRestricted
    return fresh
