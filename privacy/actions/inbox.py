"""The one question channel: what comes in gets a number, an owner and a day."""

import datetime
import hashlib
import secrets
import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from privacy.actions import informing, mails, retention, subjects, suppressions, trail
from privacy.choices import CaseKind, Verb
from privacy.deadlines import answer_by
from privacy.emails import case_answered, case_received
from privacy.emails.inbox import advertising_stopped
from privacy.models import CaseMessage, InboxCase, Subject
from privacy.ports import Actor
from privacy.queries import addresses

ACTIVITY = "enquiries"


class AlreadyClosed(Exception):
    """The case was answered and closed before."""


class NoAddress(Exception):
    """The mail had no address of a sender that an answer could be sent to."""


@transaction.atomic
def receive(
    *, name: str, email: str, message: str, kind: str, language: str, by: Actor | None, at: datetime.datetime
) -> InboxCase:
    """Register a question. The same words from the same address on the same day are the same case.

    Raises `PersonIsGone` when whoever is logged in was erased meanwhile.
    """
    key = _submission_key(email, message, at)
    if known := _known(key):
        return known
    own = own_number(email=email, by=by)
    subject_id = own or subjects.create(at=at).pk
    case, is_new = InboxCase.objects.get_or_create(
        submission_key=key,
        defaults={
            "subject_id": subject_id, "kind": kind, "name": name, "email": email, "message": message, "language": language,
            "owner": owner_for(kind), "received_at": at, "due_on": answer_by(timezone.localdate(at)),
        },
    )  # fmt: skip
    if not is_new:  # a twin was faster: its person is the right one
        if own is None:
            Subject.objects.filter(pk=subject_id).delete()
        return case
    fields = ["name", "email", "message"]
    trail.record(Verb.COLLECTED, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=case)
    informing.told_at_once(
        subject_id=subject_id, object_label=case._meta.label_lower, activity=ACTIVITY, language=language, at=at
    )
    mails.queue(case_received(case), to=email, subject_id=subject_id, language=language, at=at)
    retention.refresh(subject_id)
    return case


def own_number(*, email: str, by: Actor | None) -> uuid.UUID | None:
    """Whose question it is, of one who is logged in and writes under the own address: it is read, and goes, with the
    rest. An address alone proves nothing; such a question is a person's of its own."""
    if by is None:
        return None
    number = subjects.lock(by.subject_id)[by.subject_id]
    address = addresses.of_person(number)
    return number if address and address.email == email.lower() else None


def _known(key: str) -> InboxCase | None:
    """What the same words made earlier today. Erased meanwhile it is nobody's: then this is a new case."""
    case = InboxCase.objects.filter(submission_key=key).first()
    try:
        return case and _locked(case)
    except subjects.PersonIsGone:
        return None


def _submission_key(email: str, message: str, at: datetime.datetime) -> str:
    parts = (email.lower(), message, timezone.localdate(at).isoformat())
    return hashlib.sha256("\x00".join(parts).encode(errors="replace")).hexdigest()


def owner_for(kind: str) -> Any:
    """The first of those whose work it is; nobody is left without, as long as someone works here."""
    wanted = ["privacy", "manager"] if kind == CaseKind.PRIVACY else ["adviser", "manager"]
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk")
    return next((user for role in wanted for user in staff if role in user.roles), None)


@transaction.atomic
def assign(*, case: InboxCase, owner: Actor, by: Actor, at: datetime.datetime) -> None:
    """Hand the case to a colleague."""
    case = _open(case, owner, by=by)
    case.owner_id = owner.pk
    case.save(update_fields=["owner"])
    trail.record(Verb.CHANGED, subject_id=case.subject_id, by=by, at=at, activity=ACTIVITY, fields=["owner"], obj=case)


@transaction.atomic
def answer(*, case: InboxCase, answer: str, by: Actor, at: datetime.datetime, is_restricted: bool = False) -> None:
    """Send the answer and close the case; its storage time begins.

    Whose data are restricted is answered, too: by whoever keeps the restriction, who says so (`is_restricted`).
    """
    case = _open(case, by=None if is_restricted else by)
    if not case.email:
        raise NoAddress
    case.answer, case.closed_at, case.closed_by_id = answer, at, by.pk
    case.save(update_fields=["answer", "closed_at", "closed_by"])
    trail.record(Verb.CHANGED, subject_id=case.subject_id, by=by, at=at, activity=ACTIVITY, fields=["answer"], obj=case)
    mails.queue(case_answered(case), to=case.email, subject_id=case.subject_id, language=case.language, at=at)
    retention.refresh(case.subject_id)


@transaction.atomic
def close(*, case: InboxCase, by: Actor, at: datetime.datetime) -> None:
    """It needs no answer: a word of thanks, an advertisement, a machine's mail. Its storage time begins."""
    case = _open(case, by=by)
    case.closed_at, case.closed_by_id = at, by.pk
    case.save(update_fields=["closed_at", "closed_by"])
    trail.record(
        Verb.CHANGED, subject_id=case.subject_id, by=by, at=at, activity=ACTIVITY, fields=["closed_at"], obj=case
    )
    retention.refresh(case.subject_id)


@transaction.atomic
def stop_advertising(*, case: InboxCase, by: Actor, at: datetime.datetime) -> None:
    """The sender wants no more advertising: at once and for good; the sender is told, and the case is closed."""
    case = _open(case, by=by)
    if not case.email:
        raise NoAddress
    suppressions.stop_for_address(email=case.email, at=at)
    note_stopped(case=case, by=by, at=at)
    case.closed_at, case.closed_by_id = at, by.pk
    case.save(update_fields=["closed_at", "closed_by"])
    mails.queue(advertising_stopped(case), to=case.email, subject_id=case.subject_id, language=case.language, at=at)
    retention.refresh(case.subject_id)


def note_stopped(*, case: InboxCase, by: Actor | None, at: datetime.datetime) -> None:
    """Under the caller's lock: the case and the history say so."""
    case.stopped_at = at
    InboxCase.objects.filter(pk=case.pk).update(stopped_at=at)
    trail.record(Verb.OBJECTED, subject_id=case.subject_id, by=by, at=at, activity="rights", fields=["marketing"])


def open_again(*, case: InboxCase, at: datetime.datetime) -> None:
    """Its sender wrote again: a new day counts, and what we answered stays beneath. Under the caller's lock."""
    if case.answer and case.closed_at:
        CaseMessage.objects.create(
            case=case, is_ours=True, text=case.answer, submission_key=secrets.token_hex(32), at=case.closed_at
        )
    case.answer, case.closed_at, case.closed_by = "", None, None
    case.due_on = answer_by(timezone.localdate(at))
    case.save(update_fields=["answer", "closed_at", "closed_by", "due_on"])


def standing(case: InboxCase, *persons: uuid.UUID, by: Actor) -> InboxCase:
    """The open case, locked with these persons. Raises `AlreadyClosed`."""
    subjects.lock(case.subject_id, *persons)
    fresh = subjects.fresh(case, by=by)
    if fresh.closed_at:
        raise AlreadyClosed
    return fresh


def _open(case: InboxCase, *others: Actor, by: Actor | None) -> InboxCase:
    fresh = _locked(case, *others, by=by)
    if fresh.closed_at:
        raise AlreadyClosed
    return fresh


def _locked(case: InboxCase, *others: Actor, by: Actor | None = None) -> InboxCase:
    subjects.lock(case.subject_id, *(other.subject_id for other in others))
    return subjects.fresh(case, by=by)
