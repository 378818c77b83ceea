"""Requests about rights come in: by the form, from own pages, or written down by a colleague (GDPR art. 12)."""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from privacy.actions import (
    answers,
    consents,
    informing,
    mails,
    packages,
    restrictions,
    retention,
    subjects,
    suppressions,
    trail,
)
from privacy.choices import Channel, ConsentPurpose, RestrictionGround, Verb
from privacy.choices.marketing import SuppressionCause
from privacy.choices.requests import Door, RequestState, Right
from privacy.deadlines import answer_by
from privacy.emails import requests as letters
from privacy.models import Request, Subject
from privacy.ports import Actor
from privacy.queries import addresses, lookup

OWNERS = ("privacy", "manager")


@transaction.atomic
def receive(
    *, right: str, email: str, message: str, language: str, at: datetime.datetime,
    received_at: datetime.datetime | None = None,
) -> Request:  # fmt: skip
    """By the form, from whoever typed this address, or by a mail that came at `received_at`. Nobody is looked up: known
    and unknown are treated alike.

    The address gets a link; only its reader learns more. The same words from the same address on the same day are one
    request, and one e-mail.
    """
    email = email.strip().lower()
    key = _submission_key(right, email, message, timezone.localdate(at).isoformat())
    if known := Request.objects.filter(submission_key=key).first():
        return known
    subject = subjects.create(at=at)
    request, is_new = Request.objects.get_or_create(
        submission_key=key,
        defaults={
            "subject": subject, "right": right, "door": Door.FORM, "state": RequestState.UNVERIFIED, "email": email,
            "message": message, "language": language, **_dates(received_at or at),
        },
    )  # fmt: skip
    if not is_new:  # a twin was faster
        Subject.objects.filter(pk=subject.pk).delete()
        return request
    informing.told_at_once(
        subject_id=subject.pk, object_label=request._meta.label_lower, activity="rights", language=language, at=at
    )
    _asked(request, None, at, ["email", "message"])
    mails.queue(letters.confirm(request), to=email, subject_id=subject.pk, language=language, at=at)
    retention.refresh(subject.pk)
    return request


@transaction.atomic
def verify(*, request: Request, at: datetime.datetime) -> Request:
    """The link was used: whoever reads this address asked. Used again, nothing changes. Raises `PersonIsGone`.

    Whose confirmed address it is, is who asks. Where it only stands in somebody's data, a colleague looks: an address
    alone proves nothing about those (GDPR art. 12(6)). Where it stands nowhere, the answer is that we hold nothing.
    """
    account = _account_of(request.email)
    person = account and (account.subject.merged_into or account.subject)
    subjects.lock(request.subject_id, *([person.pk] if person else []))
    fresh = subjects.fresh(request)
    if not fresh.is_unverified:
        return fresh
    if person:
        subjects.merge(lost=fresh.subject, into=person, by=None, at=at)
    fresh.identified_at = at
    if person is None and not _others_under(fresh):
        return answers.nothing_found(request=fresh, at=at)
    fresh.state, fresh.owner = RequestState.OPEN, _owner()
    fresh.save(update_fields=["state", "owner", "identified_at"])
    _begin(fresh, account, at)
    return fresh


@transaction.atomic
def attach(*, request: Request, subject_id: uuid.UUID, identity_note: str, by: Actor, at: datetime.datetime) -> Request:
    """A colleague has settled who asked: what is known of that person and the request belong together from now on.

    Raises `PersonIsGone`, `NotWaiting`.
    """
    subjects.lock(request.subject_id, subject_id)
    fresh = subjects.fresh(request)
    if not fresh.is_waiting or fresh.is_attached:
        raise answers.NotWaiting
    subjects.merge(lost=fresh.subject, into=Subject.objects.get(pk=subject_id), by=by, at=at)
    fresh.identity_note = identity_note
    fresh.save(update_fields=["identity_note"])
    _asked(fresh, by, at, ["identity_note"])
    retention.refresh(subject_id)
    return fresh


@transaction.atomic
def ask(*, right: str, message: str, language: str, by: Actor, at: datetime.datetime) -> Request:
    """From own pages: who asks is settled, and what can be done at once is done at once."""
    root = subjects.lock(by.subject_id)[by.subject_id]
    key = _submission_key(right, str(root), message, timezone.localdate(at).isoformat())
    if known := Request.objects.filter(submission_key=key).first():
        return known
    request = Request.objects.create(
        subject_id=root, right=right, door=Door.OWN_PAGES, message=message, language=language, submission_key=key,
        identified_at=at, owner=_owner(), **_dates(at),
    )  # fmt: skip
    _asked(request, by, at, ["message"])
    _begin(request, by, at)
    return request


@transaction.atomic
def register(  # noqa: PLR0913  who asked what, how, when, and how we know
    *, right: str, door: str, subject_id: uuid.UUID, message: str, identity_note: str, by: Actor, at: datetime.datetime,
    email: str = "", received_at: datetime.datetime | None = None,
) -> Request:  # fmt: skip
    """Written down for somebody who called, wrote or came by, then (`received_at`) or now. `identity_note` says how we
    knew who it was, `email` where the person wrote from."""
    root = subjects.lock(subject_id)[subject_id]
    address = addresses.of_person(root)
    request = Request.objects.create(
        subject_id=root, right=right, door=door, message=message, identity_note=identity_note, identified_at=at,
        language=address.language if address else "nb", registered_by_id=by.pk, owner=_owner(),
        submission_key=_submission_key(uuid.uuid4().hex), email=email, **_dates(received_at or at),
    )  # fmt: skip
    _asked(request, by, at, ["message", "identity_note"])
    _begin(request, by, at)
    return request


def _begin(request: Request, by: Actor | None, at: datetime.datetime) -> None:
    """A receipt with number and day; then what needs nobody's judgement."""
    answers.send(letters.received(request), request=request, at=at)
    if at_once := AT_ONCE.get(Right(request.right)):
        at_once(request, by, at)
    retention.refresh(request.subject.root_id)


def _stop_marketing(request: Request, by: Actor | None, at: datetime.datetime) -> None:
    """Absolute, and at once (GDPR art. 21(3))."""
    suppressions.stop_for_person(
        subject_id=request.subject.root_id, more=[request.email], cause=SuppressionCause.REQUEST, by=by, at=at
    )
    answers.grant(request=request, answer="", by=by, at=at)


def _withdraw_consents(request: Request, by: Actor | None, at: datetime.datetime) -> None:
    """As easy as giving them (GDPR art. 7(3)): all that are in force."""
    door = {Door.OWN_PAGES: Channel.OWN_PAGES, Door.FORM: Channel.MAIL_LINK}.get(Door(request.door), Channel.STAFF)
    how: dict[str, Any] = {"language": request.language, "channel": door, "by": by, "at": at}
    for purpose in ConsentPurpose:
        with suppress(consents.NotGiven):
            consents.withdraw(subject_id=request.subject.root_id, purpose=purpose, **how)
    answers.grant(request=request, answer="", by=by, at=at)


def _set_aside(request: Request, by: Actor | None, at: datetime.datetime) -> None:
    """While an objection is not decided the data are not used (GDPR art. 18(1)(d)). Of somebody without an account a
    colleague does it, when it is settled who asked."""
    if by is None:
        return
    with suppress(restrictions.AlreadyRestricted):
        restrictions.place(subject_id=request.subject_id, ground=RestrictionGround.OBJECTION, by=by, at=at)


def _order_a_copy(request: Request, by: Actor | None, at: datetime.datetime) -> None:
    """Made by the worker, which then answers. Whoever cannot log in to fetch it is answered by a colleague."""
    root = request.subject.root_id
    if addresses.of_person(root):
        with suppress(packages.TooMany):
            packages.order(subject_id=root, by=by, at=at, language=request.language)


AT_ONCE: Mapping[Right, Callable[[Request, Actor | None, datetime.datetime], None]] = {
    Right.ACCESS: _order_a_copy,
    Right.PORTABILITY: _order_a_copy,
    Right.MARKETING: _stop_marketing,
    Right.WITHDRAWAL: _withdraw_consents,
    Right.OBJECTION: _set_aside,
}


def _account_of(email: str) -> Any:
    """The account whose confirmed address this is: reading what is sent there stands for the person, as a login does."""
    known = EmailAddress.objects.filter(email=email, verified=True).select_related("user__subject__merged_into").first()
    return known.user if known else None


def _others_under(request: Request) -> list[uuid.UUID]:
    return [person for person in lookup.persons_at(request.email) if person != request.subject_id]


def _dates(at: datetime.datetime) -> dict[str, Any]:
    return {"received_at": at, "due_on": answer_by(timezone.localdate(at))}


def _asked(request: Request, by: Actor | None, at: datetime.datetime, fields: list[str]) -> None:
    person = request.subject_id
    trail.record(Verb.ASKED, subject_id=person, by=by, at=at, activity="rights", fields=fields, obj=request)


def _owner() -> Any:
    """The first of those whose work it is."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk")
    return next((user for role in OWNERS for user in staff if role in user.roles), None)


def _submission_key(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode(errors="replace")).hexdigest()
