"""Keeping `Subject.due_on` honest: it may be too early, never too late."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from psycopg import sql

from privacy import declarations, registries
from privacy.choices.disclosures import CollectionSource
from privacy.deadlines import Period
from privacy.decide import decide
from privacy.declarations import Declaration
from privacy.grounds import Follows
from privacy.models import Collection, ConsentEvent, Hold, Restriction, ReviewDecision, Subject
from privacy.queries import due, facts

STORE = """
    UPDATE privacy_subject AS person SET due_on = known.day FROM unnest(%s::uuid[], %s::date[]) AS known (id, day)
    WHERE person.id = known.id AND person.due_on IS DISTINCT FROM known.day
"""


def refresh(*subject_ids: uuid.UUID) -> None:
    """Store when something of these persons may have to go next. Called at the end of each action that changes facts.

    What is due already stays due: whether it goes is decided by the purge, under its lock.
    """
    roots = Subject.objects.filter(pk__in=subject_ids).values_list("pk", "merged_into")
    refresh_many({merged_into or pk for pk, merged_into in roots})


def refresh_many(roots: Iterable[uuid.UUID]) -> None:
    """The same for any number of persons, in a fixed number of statements for each thousand."""
    ids = sorted(roots)
    for start in range(0, len(ids), 1000):
        _refresh(ids[start : start + 1000])


def _refresh(ids: list[uuid.UUID]) -> None:
    decisions = (decide(each, facts.BEGINNING) for each in facts.of_persons(ids).values())
    store({decision.facts.subject_id: decision.next_look for decision in decisions})


def store(days: Mapping[uuid.UUID, datetime.date | None]) -> None:
    """Write down when to look at each of these persons next, where that is news."""
    if not days:
        return
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(days), list(days.values())])


def refresh_everybody() -> None:
    """Bring every stored date forward where it is too late, set by set, in the database.

    Needed after a length changed or rows came in from outside; nightly before the purge, so that nothing depends on
    an action that forgot. Persons with a consent, a hold, a restriction or a decision of their own are decided one by
    one, since SQL alone would look at them every night; so are those no date is known of, and those no rule speaks of.
    """
    lengths = facts.approved_periods()
    for declaration in declarations.with_storage_time():
        if not isinstance(declaration.keep, Follows):
            _bring_forward(declaration, lengths)
    _refresh_unwatched(_decided_one_by_one())


def _refresh_unwatched(roots: Iterable[uuid.UUID]) -> None:
    """Outside an action nobody holds these persons: locked, lest a date worked out from old facts overwrites a new one.

    Those a writer holds now are left to it; it stores the date itself.
    """
    ids = sorted(roots)
    for start in range(0, len(ids), 1000):
        with transaction.atomic():
            free = Subject.objects.filter(pk__in=ids[start : start + 1000]).order_by("pk")
            _refresh([each.pk for each in free.select_for_update(no_key=True, skip_locked=True)])


def _bring_forward(declaration: Declaration, lengths: Mapping[str, Period]) -> None:
    """One statement per model, each table read once: asked person by person it would take days for a million."""
    path = declaration.subject
    rows = (
        declaration.model._base_manager.filter(**{f"{path}__isnull": False})
        .annotate(due=due.earliest(declaration.keep, declaration.model, lengths))
        .filter(due__isnull=False)
    )
    soonest = rows.order_by().values_list(path).annotate(Min("due"))
    watched = Subject.objects.filter(_one_by_one()).values("pk")
    with connection.cursor() as cursor:
        cursor.execute(*_bringing_forward(soonest, watched))


def _bringing_forward(
    soonest: QuerySet[Any, Any], watched: QuerySet[Any, Any]
) -> tuple[sql.Composable, tuple[Any, ...]]:
    """`UPDATE … FROM`, which querysets cannot say, around two that they can."""
    (of_each, first), (of_watched, second) = (each.query.sql_with_params() for each in (soonest, watched))
    shape = """
        UPDATE {person} SET due_on = soonest.due FROM ({of_each}) AS soonest (subject_id, due)
        WHERE {person}.id = soonest.subject_id AND {person}.merged_into_id IS NULL
          AND ({person}.due_on IS NULL OR {person}.due_on > soonest.due) AND {person}.id NOT IN ({of_watched})
    """
    return sql.SQL(shape).format(
        person=sql.Identifier(Subject._meta.db_table), of_each=sql.SQL(of_each), of_watched=sql.SQL(of_watched)
    ), (*first, *second)


def _one_by_one() -> Q:
    consent = Exists(ConsentEvent.objects.filter(subject_uuid=OuterRef("pk")))
    held = Exists(Hold.objects.filter(subject=OuterRef("pk"), released_at=None))
    restricted = Exists(Restriction.objects.holding().filter(subject=OuterRef("pk")))
    decided = Exists(ReviewDecision.objects.filter(subject=OuterRef("pk")))
    untold = Exists(Collection.objects.untold().filter(subject=OuterRef("pk")))
    taken_over = Exists(Collection.objects.filter(source=CollectionSource.IMPORT, subject=OuterRef("pk")))
    merged = Exists(Subject.objects.filter(merged_into=OuterRef("pk")))
    paused = (Exists(m._base_manager.filter(**{declarations.of(m).subject: OuterRef("pk")})) for m in registries.pauses)
    return reduce(or_, map(Q, (consent, held, restricted, decided, untold, taken_over, merged, *paused)))


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
