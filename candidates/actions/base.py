"""Tags and lists: only of people in the base, who chose or were told that they may be thought of for other positions."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, F, Func

from candidates.models import Candidate, ListEntry, Tag, TagList, TagUse
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "candidate_base"


class NotInBase(Exception):
    """The candidate is kept for one position only, was not told of us yet, or has set something aside."""


class AlreadyThere(Exception):
    """The candidate has this tag, or is on this list."""


class NotThere(Exception):
    """The candidate does not have this tag, or is not on this list (any more)."""


class NameTaken(Exception):
    """There is a tag or a list of this name."""


def is_in_base(candidate: Candidate) -> bool:
    """As the database decides it."""
    decided = Func(F("pk"), function="candidates_is_in_base", output_field=BooleanField())
    return bool(Candidate.objects.filter(pk=candidate.pk).values_list(decided, flat=True).first())


@transaction.atomic
def tag(*, candidate: Candidate, name: str, by: Actor, at: datetime.datetime) -> TagUse:
    """Give a tag by its name; one nobody has used before is new. Raises `NotInBase`, `AlreadyThere`."""
    fresh = _locked(candidate, TagUse, by=by)
    known = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    if fresh.tag_uses.filter(tag=known).exists():
        raise AlreadyThere
    use = TagUse.objects.create(candidate=fresh, tag=known, added_by_id=by.pk, added_at=at)
    _record(Verb.CHANGED, fresh, use, "tag", by, at)
    return use


@transaction.atomic
def untag(*, candidate: Candidate, tag: Tag, by: Actor, at: datetime.datetime) -> None:
    """Take a tag away. Raises `NotThere`."""
    _take(candidate, TagUse, tag=tag, by=by, at=at)


@transaction.atomic
def put_on(*, candidate: Candidate, list: TagList, by: Actor, at: datetime.datetime) -> ListEntry:
    """Put a candidate on a list. Raises `NotInBase`, `AlreadyThere`."""
    fresh = _locked(candidate, ListEntry, by=by)
    if fresh.list_entries.filter(list=list).exists():
        raise AlreadyThere
    entry = ListEntry.objects.create(candidate=fresh, list=list, added_by_id=by.pk, added_at=at)
    _record(Verb.CHANGED, fresh, entry, "list", by, at)
    return entry


@transaction.atomic
def take_off(*, candidate: Candidate, list: TagList, by: Actor, at: datetime.datetime) -> None:
    """Take a candidate off a list. Raises `NotThere`."""
    _take(candidate, ListEntry, list=list, by=by, at=at)


@transaction.atomic
def make_list(*, name: str, purpose: str, by: Actor, at: datetime.datetime) -> TagList:
    """Raises `NameTaken`."""
    if TagList.objects.filter(name__iexact=name).exists():
        raise NameTaken
    return TagList.objects.create(name=name, purpose=purpose, made_at=at)


@transaction.atomic
def change_list(*, list: TagList, name: str, purpose: str, by: Actor, at: datetime.datetime) -> None:
    """Another name or purpose. Raises `NameTaken`."""
    if TagList.objects.filter(name__iexact=name).exclude(pk=list.pk).exists():
        raise NameTaken
    TagList.objects.filter(pk=list.pk).update(name=name, purpose=purpose)


def _locked(candidate: Candidate, model: type[Any], *, by: Actor) -> Candidate:
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    subjects.refuse_adding(model, subject_id=fresh.subject_id, by=by)
    if not is_in_base(fresh):
        raise NotInBase
    return fresh


def _take(candidate: Candidate, model: type[Any], *, by: Actor, at: datetime.datetime, **what: Any) -> None:
    subjects.lock(candidate.subject_id)
    fresh = subjects.fresh(candidate, by=by)
    row = model.objects.filter(candidate=fresh, **what).first()
    if row is None:
        raise NotThere
    model.objects.filter(pk=row.pk).delete()
    _record(Verb.CHANGED, fresh, row, next(iter(what)), by, at)


def _record(verb: Verb, candidate: Candidate, row: Any, name: str, by: Actor, at: datetime.datetime) -> None:
    person = candidate.subject_id
    trail.record(verb, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=[name], obj=row)
    retention.refresh(person)
