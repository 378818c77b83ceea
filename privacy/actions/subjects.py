"""Persons: made, locked, found to be the same one."""

import datetime
import uuid
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q

from privacy.actions import journal, retention, trail
from privacy.choices import JournalKind, Verb
from privacy.models import Subject
from privacy.ports import Actor

Row = TypeVar("Row", bound=Model)


class PersonIsGone(Exception):
    """The person was erased before this could be written; whoever wrote is told so."""


def create(*, at: datetime.datetime) -> Subject:
    return Subject.objects.create(created_at=at)


def lock(*subject_ids: uuid.UUID) -> list[Subject]:
    """Lock these persons (and whom they were merged into) for the rest of the transaction.

    Every writer of a reason to keep something takes this lock first; the purge takes a stronger one and decides again
    under it. Raises `PersonIsGone` when one of them is no longer there.
    """
    wanted = set(subject_ids)
    locked = {subject.pk: subject for subject in Subject.objects.locked_for_writing(wanted)}
    if missing := wanted - locked.keys():
        raise PersonIsGone(f"{len(missing)} of {len(wanted)} erased")
    roots = {subject.root_id for subject in locked.values()} - locked.keys()  # merged while we waited
    return [*locked.values(), *(lock(*roots) if roots else ())]


def fresh(row: Row) -> Row:
    """The row as it is under the lock. Raises `PersonIsGone` when it went while we waited."""
    found = row.__class__._base_manager.filter(pk=row.pk).first()
    if found is None:
        raise PersonIsGone
    return found


@transaction.atomic
def merge(*, lost: Subject, into: Subject, by: Actor | None, at: datetime.datetime) -> None:
    """Make `lost` an alias of `into`: what was written about it stays, and is read and erased with the person.

    Both are taken as they are under the lock: either may have been merged since the caller read it. The same person
    twice is nothing to do.
    """
    now = {subject.pk: subject.root_id for subject in lock(lost.pk, into.pk)}
    gone, root = now[lost.pk], now[into.pk]
    if gone == root:
        return
    Subject.objects.filter(Q(pk=gone) | Q(merged_into=gone)).update(merged_into=root, due_on=None)
    lost.merged_into_id, lost.due_on = root, None
    trail.record(Verb.MERGED, subject_id=root, by=by, at=at, activity="applications")
    journal.note(JournalKind.MERGED, subject_id=root, at=at, lost=str(gone))
    retention.refresh(root)
