"""A person decides where no date can: how long something stays, or that it goes (GDPR art. 5(1)(e))."""

import datetime
import uuid

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from privacy.actions import erasure, journal, retention, subjects, trail
from privacy.actions.erasure import Answer
from privacy.choices import ErasureCause, JournalKind, PeriodUnit, Verb
from privacy.deadlines import Period
from privacy.decide import Decision, Key, decide
from privacy.models import ReviewDecision
from privacy.ports import Actor
from privacy.queries import facts
from privacy.queries import reviews as reading

# P50: what nobody consented to is kept for two years at most. Counted from the day it is decided.
LONGEST = Period(2, PeriodUnit.YEARS)
RESPONSIBLE = ("manager", "privacy")


class NotResponsible(Exception):
    """Manager and privacy officer decide; the responsibility is not delegated."""


class NotInReview(Exception):
    """Nobody has to decide about this: it has a date by now, is gone, or is another person's."""


class AwaitsApproval(Exception):
    """What is missing is an approved storage time: the manager approves it, for everybody at once."""


class TooSoon(Exception):
    """A day that is not ahead keeps nothing."""


class TooLong(Exception):
    """Further ahead than anything may be kept without a consent."""


class NoReason(Exception):
    """A decision about a person says why."""


@transaction.atomic
def keep(
    *,
    subject_id: uuid.UUID,
    object_label: str,
    object_id: str,
    keep_until: datetime.date,
    reason: str,
    by: Actor,
    at: datetime.datetime,
) -> ReviewDecision:
    """Keep one row until `keep_until`, the first day it is gone. Decided again, the last word counts.

    The row is named by its model's label and its number. Raises `NotResponsible`, `NoReason`, `TooSoon`, `TooLong`,
    `NotInReview`, `AwaitsApproval`, `PersonIsGone`, `IsRestricted`.
    """
    today = timezone.localdate(at)
    _check(by)
    _check_words(keep_until, reason, today)
    root = subjects.lock(subject_id)[subject_id]
    _check_row((object_label, object_id), _decision(root, today))
    model = apps.get_model(object_label)
    subjects.refuse_adding(ReviewDecision, subject_id=root, by=by)
    subjects.refuse_adding(model, subject_id=root, by=by)
    decided = ReviewDecision.objects.create(
        subject_id=root, object_label=object_label, object_id=object_id, keep_until=keep_until, reason=reason,
        decided_by_id=by.pk, decided_at=at,
    )  # fmt: skip
    row = model._base_manager.get(pk=object_id)
    fields = ["keep_until", "reason"]
    trail.record(Verb.REVIEWED, subject_id=root, by=by, at=at, activity="rights", fields=fields, obj=row)
    what = {"label": object_label, "number": object_id, "keep_until": keep_until.isoformat()}
    journal.note(JournalKind.REVIEWED, subject_id=root, at=at, by=str(by.subject_id), **what)
    retention.refresh(root)
    return decided


@transaction.atomic
def erase(*, subject_id: uuid.UUID, by: Actor, at: datetime.datetime) -> Answer:
    """Erase somebody who waits for a decision, but for what the law makes us keep.

    Raises `NotResponsible`, `PersonIsGone`, `IsRestricted`, and `NotInReview` when somebody decided otherwise meanwhile.
    """
    _check(by)
    root = subjects.lock(subject_id)[subject_id]
    subjects.refuse_adding(ReviewDecision, subject_id=root, by=by)
    if not reading.can_be_erased(_decision(root, timezone.localdate(at))):
        raise NotInReview
    return erasure.erase_person(subject_id=root, cause=ErasureCause.STAFF, by=by, at=at)


def _decision(root: uuid.UUID, today: datetime.date) -> Decision:
    return decide(facts.of_person(root), today)


def _check(by: Actor) -> None:
    if not by.has_role(*RESPONSIBLE):
        raise NotResponsible


def _check_words(keep_until: datetime.date, reason: str, today: datetime.date) -> None:
    if not reason.strip():
        raise NoReason
    if keep_until <= today:
        raise TooSoon
    if keep_until > LONGEST.after(today):
        raise TooLong


def _check_row(key: Key, decision: Decision) -> None:
    outcome = next((each for each in decision.outcomes if each.item.key == key), None)
    if outcome and reading.unapproved(outcome):
        raise AwaitsApproval
    if outcome is None or not reading.can_be_decided(outcome):
        raise NotInReview
