"""Rows of a CV, work and education alike: written down, changed, moved and removed by the person they are about."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from candidates.actions import activity
from candidates.models import Candidate, Education, WorkExperience
from privacy.actions import notifying, retention, subjects, trail
from privacy.choices import Category, Verb
from privacy.choices.disclosures import RecipientReason
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = "candidate_base"
MOST = 50  # of each kind
KINDS: dict[str, type[Any]] = {"work": WorkExperience, "education": Education}
KEYS = {WorkExperience: ("employer", "title"), Education: ("school", "subject")}  # what a row is about
PERIOD = ("from_year", "from_month", "to_year", "to_month")
Said = Mapping[str, Any]  # by field


class TooMany(Exception):
    """A CV says the most important, not everything."""


class AlreadyRemoved(Exception):
    """The row is gone: its owner has removed it meanwhile."""


@transaction.atomic
def add(*, kind: type[Any], candidate: Candidate, said: Said, by: Actor, at: datetime.datetime) -> Any:
    """One more, in its place by time. Raises `TooMany`, `PersonIsGone`, `IsRestricted`."""
    fresh = _locked(candidate, kind, by=by)
    rows = _rows(kind, fresh)
    if len(rows) >= MOST:
        raise TooMany
    row = kind.objects.create(candidate=fresh, **said, rank=len(rows))
    _arrange(kind, _with(rows, row))
    _record(Verb.COLLECTED, row, fresh.subject_id, [name for name, value in said.items() if value], by, at)
    retention.refresh(fresh.subject_id)
    return row


@transaction.atomic
def change(*, row: Any, said: Said, by: Actor, at: datetime.datetime) -> None:
    """Put it right. With another time it gets another place. Raises `AlreadyRemoved`, `PersonIsGone`, `IsRestricted`."""
    fresh, row = _found(row, by=by)
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(row, name, said[name])
    row.save(update_fields=changed)
    if set(changed) & set(PERIOD):
        kind = type(row)
        _arrange(kind, _with([each for each in _rows(kind, fresh) if each.pk != row.pk], row))
    _record(Verb.CHANGED, row, fresh.subject_id, changed, by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def move(*, row: Any, up: bool, by: Actor, at: datetime.datetime) -> None:
    """One place up or down, as its owner wants it read. Raises `AlreadyRemoved`, `PersonIsGone`, `IsRestricted`."""
    fresh, row = _found(row, by=by)
    kind = type(row)
    rows = _rows(kind, fresh)
    here = rows.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    _arrange(kind, rows)
    trail.record(
        Verb.CHANGED, subject_id=fresh.subject_id, by=by, at=at, activity=ACTIVITY, fields=["rank"], obj=row
    )  # fmt: skip
    _touch(fresh, by, at)
    retention.refresh(fresh.subject_id)


@transaction.atomic
def remove(*, row: Any, by: Actor, at: datetime.datetime) -> None:
    """Raises `AlreadyRemoved`, `PersonIsGone`, `IsRestricted`."""
    fresh, row = _found(row, by=by)
    kind = type(row)
    kind.objects.filter(pk=row.pk).delete()
    _arrange(kind, _rows(kind, fresh))
    _record(Verb.REMOVED, row, fresh.subject_id, [], by, at)
    retention.refresh(fresh.subject_id)


def bring(*, candidate: Candidate, rows: Mapping[str, Iterable[Said]]) -> list[str]:
    """Those of a file that are not here yet; returns which kinds became more. Under the caller's lock."""
    brought = []
    for name, kind in KINDS.items():
        own = _rows(kind, candidate)
        known = {_key(each) for each in own}
        new = {_key(row): row for row in (kind(candidate=candidate, **said) for said in rows.get(name, ()))}
        more = [row for key, row in new.items() if key not in known][: max(0, MOST - len(own))]
        whole = own
        for place, row in enumerate(more):
            row.rank = len(own) + place
            whole = _with(whole, row)
        kind.objects.bulk_create(more)
        _arrange(kind, whole)
        brought += [name] if more else []
    return brought


def corrected(candidate: Candidate, *, by: Actor, at: datetime.datetime) -> None:
    """Who was given the CV is told that it is another now."""
    numbers = numbers_of(candidate.subject_id)
    notifying.owe(RecipientReason.CORRECTED, subject_ids=numbers, categories=(Category.APPLICATION,), at=at)
    _touch(candidate, by, at)


def go_over(*, lost: Candidate, into: Candidate) -> None:
    """Two candidates are one: of two rows that say the same one stays; the rest stand by time. Under the caller's lock."""
    for kind in KINDS.values():
        own, theirs = _rows(kind, into), _rows(kind, lost)
        known = {_key(each) for each in own}
        kind.objects.filter(pk__in=[each.pk for each in theirs if _key(each) in known]).delete()
        _arrange(kind, sorted([*own, *(each for each in theirs if _key(each) not in known)], key=_newness))


def _locked(candidate: Candidate, kind: type[Any], *, by: Actor) -> Candidate:
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(kind, subject_id=fresh.subject_id, by=by)
    return fresh


def _found(row: Any, *, by: Actor) -> tuple[Candidate, Any]:
    """The row as it is under the lock."""
    fresh = _locked(row.candidate, type(row), by=by)
    found = type(row).objects.filter(pk=row.pk).first()
    if found is None:
        raise AlreadyRemoved
    return fresh, found


def _rows(kind: type[Any], candidate: Candidate) -> list[Any]:
    return list(kind.objects.filter(candidate=candidate).in_order())


def _key(row: Any) -> tuple[Any, ...]:
    """What tells two rows apart: where, what, and from which year."""
    return (*(getattr(row, name).lower() for name in KEYS[type(row)]), row.from_year)


def _newness(row: Any) -> tuple[int, ...]:
    return tuple(row.newness)


def _with(rows: list[Any], new: Any) -> list[Any]:
    """Before the first that is older; what its owner has moved stays where it is."""
    place = next((place for place, each in enumerate(rows) if each.newness > new.newness), len(rows))
    return [*rows[:place], new, *rows[place:]]


def _arrange(kind: type[Any], rows: list[Any]) -> None:
    """The database compares their places when the transaction ends."""
    moved = [row for place, row in enumerate(rows) if row.rank != place]
    for place, row in enumerate(rows):
        row.rank = place
    if moved:
        kind.objects.bulk_update(moved, ["rank"])


def _record(
    verb: Verb, row: Any, subject_id: uuid.UUID, fields: list[str], by: Actor, at: datetime.datetime
) -> None:  # fmt: skip
    trail.record(verb, subject_id=subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=row)
    corrected(row.candidate, by=by, at=at)


def _touch(candidate: Candidate, by: Actor, at: datetime.datetime) -> None:
    if by.subject_id == candidate.subject_id:
        activity.note(candidate_id=candidate.pk, at=at)
