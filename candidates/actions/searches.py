"""Searching for people: who was shown is in the trail; what a colleague asks for often is the colleague's own."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from candidates.models import Candidate, SavedSearch
from privacy.actions import retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor

ACTIVITY = "candidate_base"
OWN = "access_control"
MOST = 50


class NameTaken(Exception):
    """The colleague has a search of this name."""


class TooMany(Exception):
    """The colleague has as many as one looks through."""


class AlreadyForgotten(Exception):
    """The saved search is gone."""


def record_found(*, people: Iterable[uuid.UUID], by: Actor, at: datetime.datetime) -> None:
    """That these persons stood on a page of a search: one statement, no entry, no page."""
    trail.record_many(
        Verb.FOUND, subject_ids=people, by=by, at=at, activity=ACTIVITY, label=Candidate._meta.label_lower
    )


@transaction.atomic
def save(*, name: str, asked: str, by: Actor, at: datetime.datetime) -> SavedSearch:
    """Keep what was asked, never who was found. Raises `NameTaken`, `TooMany`."""
    subjects.lock(by.subject_id)
    theirs = SavedSearch.objects.owned_by(by)
    if theirs.filter(name__iexact=name).exists():
        raise NameTaken
    if theirs.count() >= MOST:
        raise TooMany
    saved = SavedSearch.objects.create(owner_id=by.pk, name=name, asked=asked, saved_at=at)
    trail.record(Verb.COLLECTED, subject_id=by.subject_id, by=by, at=at, activity=OWN, fields=["asked"], obj=saved)
    retention.refresh(by.subject_id)
    return saved


@transaction.atomic
def forget(*, saved: SavedSearch, by: Actor, at: datetime.datetime) -> None:
    """Let go of one's own saved search. Raises `AlreadyForgotten`, also for somebody else's."""
    subjects.lock(by.subject_id)
    if not SavedSearch.objects.owned_by(by).filter(pk=saved.pk).delete()[0]:
        raise AlreadyForgotten
    trail.record(Verb.CHANGED, subject_id=by.subject_id, by=by, at=at, activity=OWN, fields=["asked"], obj=saved)
    retention.refresh(by.subject_id)
