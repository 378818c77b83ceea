"""Persons whose storage time nothing can work out: who they are, what is missing, and what may be decided here."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from privacy.decide import Decision, Key, Outcome, Verdict, decide
from privacy.declarations import categories_of
from privacy.models import ReviewDecision, Subject, restricted_persons
from privacy.queries import explanations, facts, reasons
from privacy.queries.restrictions import categories_of_persons


@dataclass(frozen=True)
class Row:
    """One row somebody has to look at, or has decided about. `missing` in words; `periods` are codes not approved."""

    key: Key
    name: str
    missing: tuple[str, ...]
    periods: tuple[str, ...]
    is_set_aside: bool
    can_be_decided: bool


@dataclass(frozen=True)
class InReview:
    """One person to look at. `is_ruleless`: no storage rule speaks of anything we hold."""

    subject_id: uuid.UUID
    since: datetime.datetime
    rows: tuple[Row, ...]
    is_ruleless: bool
    can_be_erased: bool

    @property
    def to_decide(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.can_be_decided)


# --- which ---
def waiting() -> QuerySet[Subject]:
    """Whom somebody has to look at, the oldest first; who is restricted has a page of their own."""
    return _everybody().exclude(pk__in=_set_aside()).order_by("created_at", "pk")


def restricted() -> QuerySet[Subject]:
    """The others: they wait as well, until the restriction is lifted."""
    return _everybody().filter(pk__in=_set_aside())


def decisions_in_force(as_of: datetime.date) -> QuerySet[ReviewDecision]:
    """The last word on each row that still stands, the newest first."""
    later = ReviewDecision.objects.filter(
        Q(decided_at__gt=OuterRef("decided_at")) | Q(decided_at=OuterRef("decided_at"), pk__gt=OuterRef("pk")),
        object_label=OuterRef("object_label"), object_id=OuterRef("object_id"),
    )  # fmt: skip
    standing = ReviewDecision.objects.unrestricted().filter(~Exists(later), keep_until__gt=as_of)
    return standing.select_related("subject", "decided_by").order_by(F("decided_at").desc(), "-pk")


def _everybody() -> QuerySet[Subject]:
    return Subject.objects.filter(merged_into=None, due_on__lte=facts.BEGINNING)


def _set_aside() -> QuerySet[Any, Any]:
    return restricted_persons(categories_of(ReviewDecision))


# --- what ---
def of_person(subject_id: uuid.UUID, as_of: datetime.date) -> InReview | None:
    """One person to decide about on the day `as_of`; None for nobody, an alias, and who is restricted."""
    found = Subject.objects.filter(pk=subject_id, merged_into=None).exclude(pk__in=_set_aside())
    return next(iter(of_persons(found, as_of)), None)


def of_persons(people: Iterable[Subject], as_of: datetime.date) -> list[InReview]:
    """What has to be looked at about each of these, in a fixed number of statements."""
    people = list(people)
    known = facts.of_persons(person.pk for person in people)
    decisions = {root: decide(each, as_of) for root, each in known.items()}
    shown = {root: [each for each in decision.outcomes if _concerns(each)] for root, decision in decisions.items()}
    names = explanations.names_of(outcome for outcomes in shown.values() for outcome in outcomes)
    hidden = categories_of_persons(shown)
    return [
        InReview(
            person.pk,
            person.created_at,
            tuple(_row(each, names, hidden[person.pk]) for each in shown[person.pk]),
            is_ruleless(decisions[person.pk]),
            can_be_erased(decisions[person.pk]),
        )
        for person in people
    ]


def _concerns(outcome: Outcome) -> bool:
    """What only goes with something else is not asked about."""
    return _is_asked(outcome) or was_decided(outcome)


def _row(outcome: Outcome, names: dict[Key, str], hidden: frozenset[str]) -> Row:
    label, _pk = key = outcome.item.key
    words = tuple(reasons.missing_fact(label, fact) for fact in outcome.missing)
    is_set_aside = outcome.item.category in hidden
    can = can_be_decided(outcome) and not is_set_aside
    return Row(key, names[key], words, unapproved(outcome), is_set_aside, can)


# --- what may be decided: the pages and the action ask the same ---
def unapproved(outcome: Outcome) -> tuple[str, ...]:
    """The storage times without which it cannot be dated: the manager approves them, for everybody at once."""
    return tuple(filter(None, map(reasons.period_of, outcome.missing))) if _is_asked(outcome) else ()


def was_decided(outcome: Outcome) -> bool:
    return any(ground.code == facts.REVIEWED for ground in outcome.item.grounds)


def can_be_decided(outcome: Outcome) -> bool:
    """By a person, row by row: its own dates cannot say it. Decided once, it may be decided again."""
    return was_decided(outcome) or _lacks_a_date(outcome)


def is_ruleless(decision: Decision) -> bool:
    return decision.needs_review and not any(each.item.is_anchor for each in decision.outcomes)


def can_be_erased(decision: Decision) -> bool:
    """Somebody has to look, and not because a storage time is not approved."""
    return is_ruleless(decision) or any(map(_lacks_a_date, decision.outcomes))


def _lacks_a_date(outcome: Outcome) -> bool:
    return _is_asked(outcome) and not unapproved(outcome)


def _is_asked(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.REVIEW and bool(outcome.missing)
