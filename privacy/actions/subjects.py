"""Persons: made, locked, found to be the same one."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, Q

from privacy import declarations, registries
from privacy.actions import journal, retention, trail
from privacy.choices import JournalKind, Verb
from privacy.models import Subject, restricted_persons
from privacy.ports import Actor

Row = TypeVar("Row", bound=Model)
Roots = dict[uuid.UUID, uuid.UUID]  # a number -> whose it is


class PersonIsGone(Exception):
    """The person was erased before this could be written; whoever wrote is told so."""


class IsRestricted(Exception):
    """The data were set aside before this could be written: only their person, storage and claims may use them."""


def create(*, at: datetime.datetime) -> Subject:
    return Subject.objects.create(created_at=at)


def create_many(people: Iterable[Subject]) -> None:
    """Many at once; each has its number already, so that what is about them can be made ready."""
    Subject.objects.bulk_create(people)


def lock(*subject_ids: uuid.UUID) -> Roots:
    """Lock these persons, or whom they were merged into, for the rest of the transaction; says who each of them is now.

    Every writer of a reason to keep something takes this lock first; the purge takes a stronger one and decides again
    under it. Raises `PersonIsGone` when one of them is no longer there.
    """
    roots = lock_who_is_left(*subject_ids)
    if missing := set(subject_ids) - roots.keys():
        raise PersonIsGone(f"{len(missing)} of {len(subject_ids)} erased")
    return roots


def lock_who_is_left(*subject_ids: uuid.UUID) -> Roots:
    """The same for those of them who are still there."""
    before = transaction.savepoint()
    locked = {person.pk for person in Subject.objects.locked_for_writing(subject_ids)}
    roots = {person.pk: person.root_id for person in Subject.objects.filter(pk__in=subject_ids)}
    if set(roots.values()) <= locked:
        transaction.savepoint_commit(before)
        return roots
    # Merged while we waited: what we hold is an alias. Let go of it, lest two wait for each other, and begin anew.
    transaction.savepoint_rollback(before)
    return lock_who_is_left(*subject_ids)


def fresh(row: Row, *, by: Actor | None = None) -> Row:
    """The row as it is under the lock. Raises `PersonIsGone` when it went while we waited.

    `by` is whoever works with it: raises `IsRestricted` when it was set aside meanwhile and is not their own.
    """
    found = row.__class__._base_manager.filter(pk=row.pk).first()
    if found is None:
        raise PersonIsGone
    refuse_restricted(found, by=by)
    return found


def refuse_restricted(row: Model, *, by: Actor | None) -> None:
    """Raise `IsRestricted` if the row is set aside, unless it is about `by`; under the lock (GDPR art. 18(2))."""
    rows: Any = row.__class__._default_manager
    if by and not rows.unrestricted(but=by.subject_id).filter(pk=row.pk).exists():
        raise IsRestricted


def refuse_adding(model: type[Model], *, subject_id: uuid.UUID, by: Actor | None) -> None:
    """The same for a row that is about to be made about this person, of a category that may be set aside by itself."""
    set_aside = Q(pk__in=restricted_persons(declarations.categories_of(model)))
    if by and by.subject_id != subject_id and Subject.objects.filter(set_aside, pk=subject_id).exists():
        raise IsRestricted


@transaction.atomic
def merge(*, lost: Subject, into: Subject, by: Actor | None, at: datetime.datetime) -> None:
    """Make `lost` an alias of `into`: what was written about it stays, and is read and erased with the person.

    Both are taken as they are under the lock: either may have been merged since the caller read it. The same person
    twice is nothing to do.
    """
    roots = lock(lost.pk, into.pk)
    gone, root = roots[lost.pk], roots[into.pk]
    if gone == root:
        return
    Subject.objects.filter(Q(pk=gone) | Q(merged_into=gone)).update(merged_into=root, due_on=None)
    lost.merged_into_id, lost.due_on = root, None
    for bring_together in registries.on_merge:
        bring_together(gone, root)
    trail.record(Verb.MERGED, subject_id=root, by=by, at=at, activity="applications")
    journal.note(JournalKind.MERGED, subject_id=root, at=at, lost=str(gone))
    retention.refresh(root)
