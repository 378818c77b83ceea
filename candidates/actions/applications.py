"""Applications: confirmed, moved from stage to stage by people, withdrawn by their owner. Sent: see `submissions`."""

import datetime
import uuid

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from candidates import emails
from candidates.actions import activity, addresses, checks, interview_ends, permissions
from candidates.actions.submissions import PositionClosed, Sent, Submission, submit
from candidates.choices import MOVES, OPEN_STAGES, CheckEnd, KeepScope, Origin, Stage
from candidates.models import Application, Candidate, Placement, StageChange
from candidates.queries import people
from clients.actions import orders
from clients.models import JobOrder
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.emails import Message
from privacy.ports import Actor
from privacy.queries import explain, own_storage

__all__ = ["PositionClosed", "Sent", "Submission", "submit"]

ACTIVITY = "applications"
# The moves a candidate is told about by mail; the others show on the own pages.
TOLD = (Stage.INTERVIEW, Stage.PRESENTED, Stage.OFFER)


class LinkUnknown(Exception):
    """Nobody of ours made this link."""


class LinkExpired(Exception):
    """The link has ended; applying again gives a new one."""


class WrongMove(Exception):
    """An application does not go from the stage it is in to this one."""


class MovedMeanwhile(Exception):
    """A colleague has moved it since the page was read that says so: whoever moves it now decides on what is seen now."""


class NoReason(Exception):
    """A rejection says why."""


class AlreadyWithdrawn(Exception):
    """The application was withdrawn before."""


class NotYours(Exception):
    """Only who sent an application withdraws it."""


class AlreadyThere(Exception):
    """The candidate is in this order's pipeline already."""


@transaction.atomic
def confirm(*, token: str, at: datetime.datetime) -> Application:
    """The link in the receipt was used: the address is the person's. Once or twice is the same.

    Brought together with somebody else meanwhile, the link proves the address it was sent to and no other. Raises
    `LinkUnknown`, `LinkExpired`, and `PersonIsGone` when the application is deleted meanwhile.
    """
    pk, address, until = _read(token)
    application = _found(pk)
    if application.confirmed_at is None:
        if at > until:
            raise LinkExpired
        addresses.lock(application.candidate)
        application = _found(pk)  # as it is under the lock: a twin may have confirmed it
    if application.confirmed_at is None:
        if not addresses.was_sent_to(application.candidate, address, salt=emails.CONFIRM_SALT):
            raise LinkExpired
        _confirm(application, at)
    return application


def _confirm(application: Application, at: datetime.datetime) -> None:
    if not application.candidate.is_confirmed:
        application.candidate = addresses.settle(candidate=application.candidate, at=at)
    application.confirmed_at = at
    application.save(update_fields=["confirmed_at"])
    activity.note(candidate_id=application.candidate.pk, at=at)
    _record(Verb.CONFIRMED, application, None, at, ["email"])
    _tell(emails.address_confirmed(application), application, at)
    retention.refresh(application.candidate.subject_id)


def _read(token: str) -> tuple[uuid.UUID, str, datetime.datetime]:
    try:
        words = emails.read_confirm_token(token)
        until = datetime.datetime.fromisoformat(words["until"])
        return uuid.UUID(words["application"]), words["address"], until
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise LinkUnknown from error


@transaction.atomic
def advance(
    *, application: Application, to: str, by: Actor, at: datetime.datetime, seen: str = "", tells: bool = True
) -> None:
    """Move it to another stage of the pipeline; `seen` is where the page showed it. Raises `WrongMove`, `MovedMeanwhile`."""
    fresh = _locked(application, by=by, seen=seen)
    if to not in MOVES[Stage(fresh.stage)]:
        raise WrongMove
    _move(fresh, Stage(to), by, at)
    _record(Verb.MOVED, fresh, by, at, ["stage"])
    if to == Stage.PLACED:
        _ask_the_placed(fresh, at)
    elif to in TOLD and tells:
        _tell(emails.stage_changed(fresh), fresh, at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def reject(*, application: Application, reason: str, by: Actor, at: datetime.datetime, seen: str = "") -> None:
    """Say no, as a human being and with a reason the candidate reads. Raises `WrongMove`, `NoReason`, `MovedMeanwhile`."""
    if not reason.strip():
        raise NoReason
    fresh = _locked(application, by=by, seen=seen)
    if fresh.stage not in OPEN_STAGES:
        raise WrongMove
    _move(fresh, Stage.REJECTED, by, at, reason=reason.strip())
    _record(Verb.REJECTED, fresh, by, at, ["stage", "reason"])
    _tell(emails.rejected(fresh, reason=reason.strip(), by=by), fresh, at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def withdraw(*, application: Application, by: Actor, at: datetime.datetime) -> None:
    """The candidate takes it back. Raises `NotYours`, `AlreadyWithdrawn`, `WrongMove` when it is decided."""
    fresh = _locked(application, by=by)
    if fresh.candidate.subject_id != by.subject_id:
        raise NotYours
    if fresh.stage == Stage.WITHDRAWN:
        raise AlreadyWithdrawn
    if fresh.stage not in OPEN_STAGES:
        raise WrongMove
    _move(fresh, Stage.WITHDRAWN, by, at)
    permissions.application_withdrawn(application=fresh, at=at)
    activity.note(candidate_id=fresh.candidate.pk, at=at)
    _record(Verb.WITHDRAWN, fresh, by, at, ["stage"])
    _tell(emails.withdrawn(fresh), fresh, at)
    retention.refresh(fresh.candidate.subject_id)


@transaction.atomic
def add(*, candidate: Candidate, order: JobOrder, by: Actor, at: datetime.datetime) -> Application:
    """Put a candidate into an order's pipeline. It lengthens no storage time. Raises `PositionClosed`, `AlreadyThere`."""
    orders.keep_open(order_id=order.pk)
    if not JobOrder.objects.get(pk=order.pk).is_open:
        raise PositionClosed
    subjects.lock(candidate.subject_id)
    candidate = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(Application, subject_id=candidate.subject_id, by=by)
    if candidate.applications.filter(job_order=order).in_progress().exists():
        raise AlreadyThere
    application = Application.objects.create(
        candidate=candidate, job_order=order, origin=Origin.ADDED, added_by_id=by.pk, language=candidate.language,
        keep_scope=KeepScope.THIS_POSITION, submitted_at=at, stage_since=at,
    )  # fmt: skip
    _record(Verb.COLLECTED, application, by, at, ["job_order"])
    retention.refresh(candidate.subject_id)
    return application


def record_view(*, application: Application, by: Actor, at: datetime.datetime) -> None:
    """Reading somebody's application is processing: no entry, no page."""
    _record(Verb.VIEWED, application, by, at, [])


def position_closed(*, order_id: int, at: datetime.datetime) -> None:
    """An order or one of its ads was closed: what was kept for it only has an end now. Hung on `clients.registries`."""
    theirs = Q(applications__job_order=order_id) | Q(applications__job_ad__order=order_id)
    subject_ids = Candidate.objects.filter(theirs).values_list("subject", flat=True)
    roots = subjects.lock_who_is_left(*set(subject_ids))
    retention.refresh(*roots.values())


def _found(pk: uuid.UUID) -> Application:
    application = Application.objects.select_related("candidate__subject").filter(pk=pk).first()
    if application is None:
        raise subjects.PersonIsGone
    return application


def _locked(application: Application, *, by: Actor, seen: str = "") -> Application:
    """The application as it is once nobody else can change it. Raises `IsRestricted`, `MovedMeanwhile`."""
    subjects.lock(_found(application.pk).candidate.subject_id)
    fresh = _found(application.pk)
    subjects.refuse_restricted(fresh, by=by)
    if seen not in ("", fresh.stage):
        raise MovedMeanwhile
    return fresh


def _move(application: Application, to: Stage, by: Actor, at: datetime.datetime, reason: str = "") -> None:
    StageChange.objects.create(
        application=application, from_stage=application.stage, to_stage=to, by_id=by.pk, reason=reason, at=at
    )
    if application.stage == Stage.PLACED:  # moved back: nobody is employed after all
        Placement.objects.filter(application=application).delete()
    application.stage, application.stage_since = to, at
    application.save(update_fields=["stage", "stage_since"])
    if to in (Stage.REJECTED, Stage.WITHDRAWN):
        interview_ends.application_ended(application=application, at=at)
        checks.application_ended(application=application, cause=CheckEnd.APPLICATION_ENDED, at=at)


def _tell(message: Message, application: Application, at: datetime.datetime) -> None:
    """To a confirmed address only; to an unconfirmed one nothing but the receipt is ever sent."""
    candidate = application.candidate
    to = people.email_of(candidate) if candidate.is_confirmed else ""
    if to:
        language = emails.language_for(application)
        mails.queue(message, to=to, subject_id=candidate.subject_id, language=language, at=at)


def _ask_the_placed(application: Application, at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    kept = own_storage.of_row(explain(application.candidate.subject_id, today), application)
    to, due_on = people.email_of(application.candidate), kept.due_on if kept else None
    _tell(emails.placed(application, email=to, due_on=due_on, asked_on=today), application, at)


def _record(verb: Verb, application: Application, by: Actor | None, at: datetime.datetime, fields: list[str]) -> None:
    subject_id = application.candidate.subject_id
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=application)
