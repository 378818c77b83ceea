"""Requests are answered: granted, extended once, or refused on a ground of the law by two people (GDPR art. 12)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.actions import mails, notifying, retention, subjects, trail
from privacy.choices import Verb
from privacy.choices.disclosures import RecipientReason
from privacy.choices.requests import REFUSABLE, RequestState, Right
from privacy.deadlines import extended_answer_by
from privacy.emails import Message
from privacy.emails import requests as letters
from privacy.models import Request
from privacy.ports import PERSON, Actor
from privacy.queries import addresses
from privacy.queries.numbers import numbers_of

REMIND_AHEAD = (7, 3, 0)  # days


class NotWaiting(Exception):
    """It is answered already, or nobody has confirmed it yet."""


class NoSuchGround(Exception):
    """The law has no such reason to refuse this right."""


class NotProposed(Exception):
    """Nobody has proposed to refuse it."""


class SamePerson(Exception):
    """Somebody else than who proposed it approves a refusal."""


class NotTheManager(Exception):
    """Only the manager approves a refusal."""


class TooLate(Exception):
    """The first month is over, or it was extended before."""


@transaction.atomic
def extend(*, request: Request, reason: str, by: Actor, at: datetime.datetime) -> Request:
    """Two further months, told with the reason inside the first (GDPR art. 12(3)). Raises `TooLate`, `NotWaiting`."""
    request = _waiting(request)
    today = timezone.localdate(at)
    if request.extended_on or today > request.due_on:
        raise TooLate
    request.extended_on, request.extension_reason = today, reason
    request.extended_to = extended_answer_by(timezone.localdate(request.received_at))
    request.reminded_at_days = None
    _save(request, Verb.EXTENDED, by, at, "extended_on", "extended_to", "extension_reason", "reminded_at_days")
    send(letters.extended(request), request=request, at=at)
    return request


@transaction.atomic
def propose_refusal(*, request: Request, ground: str, reason: str, by: Actor, at: datetime.datetime) -> Request:
    """Nothing is said to the person before somebody else has agreed. Raises `NoSuchGround`, `NotWaiting`."""
    request = _waiting(request)
    if ground not in REFUSABLE.get(Right(request.right), ()):
        raise NoSuchGround
    request.state, request.refusal_ground, request.refusal_reason = RequestState.PROPOSED, ground, reason
    request.proposed_by_id, request.proposed_at = by.pk, at
    fields = ("state", "refusal_ground", "refusal_reason", "proposed_by", "proposed_at")
    _save(request, None, by, at, *fields)
    return request


@transaction.atomic
def send_back(*, request: Request, by: Actor, at: datetime.datetime) -> Request:
    """The second person does not agree: it is dealt with further. Raises `NotProposed`."""
    request = _proposed(request)
    request.state, request.refusal_ground, request.refusal_reason = RequestState.OPEN, "", ""
    request.proposed_by, request.proposed_at = None, None
    _save(request, None, by, at, "state", "refusal_ground", "refusal_reason", "proposed_by", "proposed_at")
    return request


@transaction.atomic
def approve_refusal(*, request: Request, by: Actor, at: datetime.datetime) -> Request:
    """The manager agrees; the letter names the reason, Datatilsynet and the courts (GDPR art. 12(4)).

    Raises `NotProposed`, `NotTheManager`, `SamePerson`.
    """
    request = _proposed(request)
    if not by.has_role("manager"):
        raise NotTheManager
    if request.proposed_by_id == by.pk:
        raise SamePerson
    request.state, request.approved_by_id, request.approved_at = RequestState.REFUSED, by.pk, at
    _close(request, Verb.REFUSED, letters.refused, by, at, "approved_by", "approved_at")
    return request


@transaction.atomic
def grant(*, request: Request, answer: str, by: Actor | None, at: datetime.datetime) -> Request:
    """Done, and told in words. Raises `NotWaiting`."""
    request = _waiting(request)
    request.state, request.answer = RequestState.GRANTED, answer
    if request.right == Right.RECTIFICATION:
        notifying.owe(RecipientReason.CORRECTED, subject_ids=numbers_of(request.subject_id), at=at)
    _close(request, Verb.GRANTED, letters.granted, by, at, "answer")
    return request


@transaction.atomic
def nothing_found(*, request: Request, at: datetime.datetime) -> Request:
    """Nobody is known under this address: the answer says so, and what was written is not kept either."""
    subjects.lock(request.subject_id)
    address, request.state = request.email, RequestState.NOTHING
    mails.queue(
        letters.nothing_found(request), to=address, subject_id=request.subject_id, language=request.language, at=at
    )
    request.email = request.message = ""
    request.closed_at, request.letter = at, "nothing_1"
    fields = ("state", "email", "message", "closed_at", "identified_at", "letter")
    _save(request, Verb.GRANTED, None, at, *fields)
    retention.refresh(request.subject_id)
    return request


@transaction.atomic
def add_statement(*, request: Request, statement: str, by: Actor, at: datetime.datetime) -> Request:
    """What the person says beside data we do not change: shown wherever those are (GDPR art. 16). Raises `NotWaiting`."""
    request = _waiting(request)
    request.statement = statement
    _save(request, Verb.STATED, by, at, "statement")
    return request


@transaction.atomic
def assign(*, request: Request, owner: Actor, by: Actor, at: datetime.datetime) -> Request:
    """Hand it to a colleague. Raises `NotWaiting`."""
    subjects.lock(request.subject_id, owner.subject_id)
    request = _waiting(request)
    request.owner_id = owner.pk
    _save(request, None, by, at, "owner")
    return request


@transaction.atomic
def remind(*, request: Request, at: datetime.datetime) -> bool:
    """Tell its owner seven, three and no days ahead, once each. Says whether somebody was told."""
    left = (request.answer_by - timezone.localdate(at)).days
    stage = min((days for days in REMIND_AHEAD if left <= days), default=None)
    owner: Any = request.owner
    if stage is None or owner is None or left < 0:
        return False
    locked = subjects.lock_who_is_left(request.subject_id, owner.subject_id)
    address = addresses.of_person(owner.subject_id)
    if address is None or request.subject_id not in locked:
        return False
    untold = Q(reminded_at_days=None) | Q(reminded_at_days__gt=stage)
    if not Request.objects.filter(untold, pk=request.pk).update(reminded_at_days=stage):  # another clock was faster
        return False
    mails.queue(
        letters.reminder(request), to=address.email, subject_id=owner.subject_id, language=address.language, at=at
    )
    return True


def send(message: Message, *, request: Request, at: datetime.datetime) -> bool:
    """To the address on file, else to the one whose reader has asked; False where a letter has to be posted."""
    root = request.subject.root_id
    known = addresses.of_person(root)
    to = known.email if known else request.email
    if to:
        mails.queue(message, to=to, subject_id=root, language=request.language, at=at)
    return bool(to)


def _close(request: Request, verb: Verb, letter: Any, by: Actor | None, at: datetime.datetime, *fields: str) -> None:
    message = letter(request)
    request.closed_at, request.closed_by_id = at, by.pk if by and by.role != PERSON else None
    request.letter = message.template.rpartition("/")[2]
    _save(request, verb, by, at, "state", "closed_at", "closed_by", "letter", *fields)
    send(message, request=request, at=at)
    retention.refresh(request.subject.root_id)


def _waiting(request: Request) -> Request:
    fresh = _locked(request)
    if fresh.state != RequestState.OPEN:
        raise NotWaiting
    return fresh


def _proposed(request: Request) -> Request:
    fresh = _locked(request)
    if fresh.state != RequestState.PROPOSED:
        raise NotProposed
    return fresh


def _locked(request: Request) -> Request:
    subjects.lock(request.subject_id)
    return subjects.fresh(request)


def _save(request: Request, verb: Verb | None, by: Actor | None, at: datetime.datetime, *fields: str) -> None:
    request.save(update_fields=fields)
    person = request.subject.root_id
    what = verb or Verb.CHANGED
    trail.record(what, subject_id=person, by=by, at=at, activity="rights", fields=fields, obj=request)
