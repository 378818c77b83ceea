"""What each kind of journal entry does again after a restore; each says whether the backup knew whom it is about."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from privacy import registries
from privacy.actions import erasure, retention, subjects
from privacy.choices import ConsentAction, ErasureCause, JournalKind, NoticeKind
from privacy.decide import Decision, Facts, Outcome, Verdict, decide
from privacy.models import (
    ConsentEvent,
    Hold,
    Notice,
    Restriction,
    ReviewDecision,
    SharingAgreement,
    Subject,
    Suppression,
)
from privacy.ports import Actor
from privacy.queries import facts

UNTOLD = "Explained in the database before the restore; the journal holds no texts."

Details = dict[str, Any]


class NobodyAnswers(Exception):
    """Who placed a hold or a restriction has no account in the backup; the operator names somebody who answers."""


@dataclass
class Replay:
    """One replay on its way."""

    at: datetime.datetime
    answers: Actor | None
    counts: Counter[str] = field(default_factory=Counter)


Again = Callable[[Replay, uuid.UUID, datetime.datetime, Details], bool]


def moment(text: str) -> datetime.datetime:
    moment = parse_datetime(text)
    assert moment is not None
    return moment


def _root(person: uuid.UUID) -> uuid.UUID | None:
    """The person this number stands for, locked; None when the backup does not know it."""
    return subjects.lock_who_is_left(person).get(person)


def _erased(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """What was decided then is done again, whatever the backup says of holds: by the one code that erases."""
    rows = {tuple(row) for row in details.get("rows", ())}
    numbers = (person, *map(uuid.UUID, details.get("numbers", ())))
    roots = set(subjects.lock_who_is_left(*numbers).values())
    for root in roots:
        Subject.objects.select_for_update().get(pk=root)
        decision = _as_then(facts.of_person(root), rows, timezone.localdate(at))
        erasure.erase([decision], cause=ErasureCause.REPLAY, as_of=decision.as_of, at=this.at)
        for ended in registries.on_asked_erasure_again if details.get("asked") else ():
            ended(subject_id=root, at=this.at)
    return bool(roots)


def _as_then(known: Facts, rows: set[tuple[str, ...]], as_of: datetime.date) -> Decision:
    """Everything, or of a part these rows, if they are still this person's."""
    asked = replace(known, holdings=(), is_asked=True)
    outcomes = (_gone_or_kept(each, not rows or each.item.key in rows) for each in decide(asked, as_of).outcomes)
    return Decision(asked, as_of, tuple(outcomes))


def _gone_or_kept(outcome: Outcome, is_gone: bool) -> Outcome:
    return replace(outcome, verdict=Verdict.ERASE if is_gone else Verdict.KEEP)


def _consent(action: ConsentAction) -> Again:
    def _said(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
        root = _root(person)
        if root is None:
            return False
        words = Notice.objects.get(kind=NoticeKind(details["purpose"]), version=details["notice"])
        how = {"notice": words, "language": details["language"], "channel": details["channel"]}
        same = {"subject_uuid": person, "purpose": details["purpose"], "action": action, "at": at}
        ConsentEvent.objects.get_or_create(**same, defaults=how)
        for ended in registries.on_withdrawal if action == ConsentAction.WITHDRAWN else ():
            ended(subject_id=root, purpose=details["purpose"], at=at)
        retention.refresh(root)
        return True

    return _said


def _held(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    root = _root(person)
    if root is None:
        return False
    what = {"reason": details["reason"], "ends_on": details["ends_on"], "explanation": UNTOLD}
    by = _account(this, details["by"])
    Hold.objects.get_or_create(
        subject_id=person, opened_at=moment(details["opened_at"]), defaults=what | _by("opened", by)
    )
    retention.refresh(root)
    return True


def _hold_changed(what: str) -> Again:
    def _changed(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
        root = _root(person)
        holds = Hold.objects.filter(subject=person, opened_at=moment(details["opened_at"]))
        if root is None or not holds.exists():
            return False
        by = _account(this, details["by"])
        holds.filter(**{f"{what}_at": None}).update(**{f"{what}_at": at}, **_by(what, by))
        retention.refresh(root)
        return True

    return _changed


def _restricted(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    root = _root(person)
    if root is None:
        return False
    by = _by("opened", _account(this, details["by"])) if details["by"] else {}
    what = {"category": details["category"], "ground": details["ground"], "explanation": UNTOLD}
    opened = {"subject_id": person, "opened_at": moment(details["opened_at"])}
    _row, is_new = Restriction.objects.get_or_create(pk=details["key"], defaults=what | opened | by)
    for call_off in registries.on_restricted if is_new else ():
        call_off(subject_id=root, at=this.at)
    retention.refresh(root)
    return True


def _lifting_told(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """Told again, the last day counts; the entries come in order."""
    told = Restriction.objects.filter(pk=details["key"])
    told.filter(lifted_at=None).update(told_at=at, lifts_on=details["lifts_on"])
    return told.exists()


def _agreement_withdrawn(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """What the person took back stays taken back: nothing more is given on it."""
    agreements = SharingAgreement.objects.filter(pk=details["key"])
    if _root(person) is None or not agreements.exists():
        return False
    agreements.filter(withdrawn_at=None).update(withdrawn_at=at)
    return True


def _showing_ended(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """A no to being shown, an employer barred, a presentation taken back: whoever was shown the person sees nothing."""
    root = _root(person)
    if root is None:
        return False
    for ended in registries.on_showing_ended_again:
        ended(subject_id=root, at=at, details=details)
    retention.refresh(root)
    return True


def _opted_out(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """Of an address, whoever it belongs to, and whether the backup knows anybody there or not."""
    what = {"digest": details["digest"], "kind": details.get("advertising", "")}
    Suppression.objects.get_or_create(**what, defaults={"cause": details["cause"], "at": at})
    return True


def _opted_in(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """The entries come in order: what was refused again afterwards, is refused again."""
    Suppression.objects.filter(digest=details["digest"], kind__in=["", details["advertising"]]).delete()
    return True


def _lifted(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    root = _root(person)
    restrictions = Restriction.objects.filter(pk=details["key"])
    if root is None or not restrictions.exists():
        return False
    restrictions.filter(lifted_at=None).update(lifted_at=at, **_by("lifted", _account(this, details["by"])))
    retention.refresh(root)
    return True


def _reviewed(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    root = _root(person)
    if root is None:
        return False
    row = {"object_label": details["label"], "object_id": details["number"]}
    what = {"keep_until": details["keep_until"], "reason": UNTOLD, **_by("decided", _account(this, details["by"]))}
    ReviewDecision.objects.get_or_create(subject_id=person, decided_at=at, **row, defaults=what)
    retention.refresh(root)
    return True


def _merged(this: Replay, person: uuid.UUID, at: datetime.datetime, details: Details) -> bool:
    """Also into a number born after the backup: the person goes on under it, as later entries will say."""
    lost = Subject.objects.filter(pk=details["lost"]).first()
    if lost is None:
        return False
    into, _is_new = Subject.objects.get_or_create(pk=person, defaults={"created_at": at})
    subjects.merge(lost=lost, into=into, by=None, at=this.at)
    retention.refresh(person)
    return True


def _account(this: Replay, number: str) -> Actor:
    account: Actor | None = get_user_model()._default_manager.filter(subject=number).first() or this.answers
    if account is None:
        raise NobodyAnswers(number)
    return account


def _by(what: str, account: Actor) -> dict[str, int]:
    return {f"{what}_by_id": account.pk}


AGAIN: dict[JournalKind, Again] = {
    JournalKind.ERASED: _erased,
    JournalKind.CONSENT_GIVEN: _consent(ConsentAction.GIVEN),
    JournalKind.CONSENT_WITHDRAWN: _consent(ConsentAction.WITHDRAWN),
    JournalKind.OPTED_OUT: _opted_out,
    JournalKind.OPTED_IN: _opted_in,
    JournalKind.AGREEMENT_WITHDRAWN: _agreement_withdrawn,
    JournalKind.SHOWING_ENDED: _showing_ended,
    JournalKind.HELD: _held,
    JournalKind.HOLD_APPROVED: _hold_changed("approved"),
    JournalKind.RELEASED: _hold_changed("released"),
    JournalKind.RESTRICTED: _restricted,
    JournalKind.LIFTING_TOLD: _lifting_told,
    JournalKind.LIFTED: _lifted,
    JournalKind.REVIEWED: _reviewed,
    JournalKind.MERGED: _merged,
}
