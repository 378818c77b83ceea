"""Keeping `Subject.due_on` honest: it may be too early, never too late."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice
from operator import or_
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Exists, F, Min, OuterRef, Q

from privacy import declarations, registries
from privacy.choices import PeriodCode
from privacy.choices.disclosures import CollectionSource
from privacy.deadlines import Period
from privacy.decide import decide
from privacy.declarations import Declaration
from privacy.grounds import Follows
from privacy.models import Collection, Hold, Restriction, ReviewDecision, Subject
from privacy.queries import due, facts

STORE = """
    UPDATE privacy_subject AS person SET due_on = known.day FROM unnest(%s::uuid[], %s::date[]) AS known (id, day)
    WHERE person.id = known.id AND person.due_on IS DISTINCT FROM known.day
"""
# Locked by number: two rounds at once, in whatever order each comes upon the same people, never wait for each other.
BRING_FORWARD = """
    UPDATE privacy_subject AS person SET due_on = known.day FROM (
      SELECT id, asked.day FROM unnest(%s::uuid[], %s::date[]) AS asked (id, day) JOIN privacy_subject AS held USING (id)
      WHERE held.due_on IS NULL OR held.due_on > asked.day ORDER BY id FOR NO KEY UPDATE OF held
    ) AS known
    WHERE person.id = known.id AND (person.due_on IS NULL OR person.due_on > known.day)
"""
A_LOOK = 1000  # persons looked at in one question
A_LOCK = 100  # persons held at once while they are decided again: a writer waits a tenth of a second for them
Days = Mapping[uuid.UUID, datetime.date | None]
T = TypeVar("T")


def refresh(*subject_ids: uuid.UUID) -> None:
    """Store when something of these persons may have to go next. Called at the end of each action that changes facts.

    What is due already stays due: whether it goes is decided by the purge, under its lock.
    """
    roots = Subject.objects.filter(pk__in=subject_ids).values_list("pk", "merged_into")
    refresh_many({merged_into or pk for pk, merged_into in roots})


def refresh_many(roots: Iterable[uuid.UUID]) -> None:
    """The same for any number of persons, in a fixed number of statements for each thousand."""
    for some in _in_steps(sorted(roots), A_LOOK):
        _refresh(some)


def _refresh(ids: list[uuid.UUID]) -> None:
    store(_next_looks(ids))


def _next_looks(ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime.date | None]:
    found = facts.of_persons(ids)
    return {subject_id: decide(each, facts.BEGINNING).next_look for subject_id, each in found.items()}


def store(days: Days) -> None:
    """Write down when to look at each of these persons next, where that is news."""
    _store(STORE, days)


def _store(statement: str, days: Days) -> None:
    if days:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(days), list(days.values())])


def refresh_everybody() -> None:
    """Bring every stored date forward where it is too late, set by set, in the database.

    Needed after a length changed or rows came in from outside; nightly before the purge, so that nothing depends on
    an action that forgot. Persons with a hold, a restriction or a decision of their own are decided one by one, since
    SQL alone would look at them every night; so are those no date is known of, and those no rule speaks of.
    All is found by reading alone: only whose date is wrong is locked, some at a time, and nobody waits for the rest.
    """
    lengths = facts.approved_periods()
    for declaration in declarations.with_storage_time():
        if not isinstance(declaration.keep, Follows):
            _bring_forward(declaration, lengths)
    _refresh_unwatched(_decided_one_by_one())


def _refresh_unwatched(roots: Iterable[uuid.UUID]) -> None:
    """Outside an action nobody holds these persons: those whose date is wrong are locked and decided again, lest a date
    worked out from old facts overwrites a new one.

    Those a writer holds now are left to it; it stores the date itself.
    """
    for some in _in_steps(sorted(roots), A_LOOK):
        for wrong in _in_steps(_with_wrong_dates(some), A_LOCK):
            with transaction.atomic():
                free = Subject.objects.filter(pk__in=wrong).order_by("pk")
                _refresh([each.pk for each in free.select_for_update(no_key=True, skip_locked=True)])


def _with_wrong_dates(ids: list[uuid.UUID]) -> list[uuid.UUID]:
    stored = dict(Subject.objects.filter(pk__in=ids).values_list("pk", "due_on"))
    true = _next_looks(ids)
    return [subject_id for subject_id in ids if subject_id in stored and stored[subject_id] != true[subject_id]]


def _bring_forward(declaration: Declaration, lengths: Mapping[str, Period]) -> None:
    """One question per model, each table read once: asked person by person it would take days for a million.

    What it finds is stored some persons at a time: all in one statement, each of them would be locked till its end.
    """
    path = declaration.subject
    unmoved = {code: length for code, length in lengths.items() if code != PeriodCode.FURTHER_STORAGE}
    rows = (
        declaration.model._base_manager.filter(**{f"{path}__isnull": False, f"{path}__merged_into": None})
        .annotate(alone=due.earliest(declaration.keep, declaration.model, unmoved))
        .annotate(due=due.earliest(declaration.keep, declaration.model, lengths))
        .filter(_is_later(path, "alone"))  # a consent is looked for only where the stored day is not right without one
        .filter(_is_later(path, "due"), due__isnull=False)
    )
    soonest = rows.order_by().values_list(path).annotate(Min("due"))
    with connection.chunked_cursor() as cursor:
        cursor.execute(*soonest.query.sql_with_params())
        while some := cursor.fetchmany(A_LOOK):
            days = dict(some)
            watched = set(Subject.objects.filter(_one_by_one(), pk__in=list(days)).values_list("pk", flat=True))
            _store(BRING_FORWARD, {person: day for person, day in days.items() if person not in watched})


def _is_later(path: str, day: str) -> Q:
    return Q(**{f"{path}__due_on": None}) | Q(**{f"{path}__due_on__gt": F(day)})


def _in_steps(these: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(these)
    while some := list(islice(rest, size)):
        yield some


def _one_by_one() -> Q:
    held = Exists(Hold.objects.filter(subject=OuterRef("pk"), released_at=None))
    restricted = Exists(Restriction.objects.holding().filter(subject=OuterRef("pk")))
    decided = Exists(ReviewDecision.objects.filter(subject=OuterRef("pk")))
    untold = Exists(Collection.objects.untold().filter(subject=OuterRef("pk")))
    taken_over = Exists(Collection.objects.filter(source=CollectionSource.IMPORT, subject=OuterRef("pk")))
    merged = Exists(Subject.objects.filter(merged_into=OuterRef("pk")))
    paused = (Exists(m._base_manager.filter(**{declarations.of(m).subject: OuterRef("pk")})) for m in registries.pauses)
    return reduce(or_, map(Q, (held, restricted, decided, untold, taken_over, merged, *paused)))


def _decided_one_by_one() -> set[uuid.UUID]:
    people = Subject.objects.filter(merged_into=None).values_list("pk", flat=True)
    return {*people.filter(_one_by_one() | Q(due_on=None)), *people.filter(_is_ruleless(), due_on__gt=facts.BEGINNING)}


def _is_ruleless() -> Q:
    """No row with a storage time of its own: what only follows the person says nothing of how long the person stays."""
    nothing = Q()
    for declaration in declarations.with_storage_time():
        rows = declaration.model._base_manager.filter(due.anchoring(declaration.keep))
        nothing &= ~Q(Exists(rows.filter(**{declaration.subject: OuterRef("pk")})))
    return nothing
