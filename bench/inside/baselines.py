"""What the engine is held against: the same persons deleted without thought, proof, tombstone or trail."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import CASCADE, SET_NULL, Model
from django.db.models.signals import post_delete

from bench.inside.stopwatch import Stopwatch
from privacy import declarations, graph
from privacy.actions.purge import BATCH
from privacy.declarations import Kind
from privacy.models import Subject

# What on_delete would say in a program without the engine.
MEANS = {Kind.OWNER: CASCADE, Kind.CLEAR: SET_NULL, Kind.SHARED: SET_NULL}

# Parents first, as in the engine: the faster order, and the foreign keys are deferred. {name} is what an earlier
# statement returned.
STATEMENTS = (
    ("", "DELETE FROM privacy_subject WHERE id = ANY(%(subjects)s)"),
    ("candidates", "DELETE FROM candidates_candidate WHERE subject_id = ANY(%(subjects)s) RETURNING id"),
    ("users", "DELETE FROM accounts_user WHERE subject_id = ANY(%(subjects)s) RETURNING id"),
    ("", "DELETE FROM privacy_outgoingmail WHERE subject_id = ANY(%(subjects)s)"),
    ("", "DELETE FROM privacy_inboxcase WHERE subject_id = ANY(%(subjects)s)"),
    ("", "DELETE FROM account_emailaddress WHERE user_id = ANY(%(users)s)"),
    ("applications", "DELETE FROM candidates_application WHERE candidate_id = ANY(%(candidates)s) RETURNING id"),
    ("", "DELETE FROM candidates_profile WHERE candidate_id = ANY(%(candidates)s)"),
    ("", "DELETE FROM candidates_skill WHERE candidate_id = ANY(%(candidates)s)"),
    ("", "DELETE FROM candidates_document WHERE candidate_id = ANY(%(candidates)s)"),
    ("", "DELETE FROM candidates_stagechange WHERE application_id = ANY(%(applications)s)"),
    ("", "DELETE FROM candidates_note WHERE application_id = ANY(%(applications)s)"),
    ("", "DELETE FROM candidates_applicationdocument WHERE application_id = ANY(%(applications)s)"),
)


def batches(due: list[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    return (due[start : start + BATCH] for start in range(0, len(due), BATCH))


def bare(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    """Thirteen DELETEs for each batch, written by hand for just these rows."""
    with watch.running():
        for batch in batches(due):
            with transaction.atomic(), connection.cursor() as cursor:
                known: dict[str, list[Any]] = {"subjects": batch}
                for name, statement in STATEMENTS:
                    cursor.execute(statement, known)
                    if name:
                        known[name] = [pk for (pk,) in cursor.fetchall()]
            watch.mark(len(batch))


def with_signals(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    """As a Django program usually does it: a receiver on each model that has to know of its deletions."""
    seen: Counter[str] = Counter()

    def receive(sender: type[Model], **_: object) -> None:
        seen[sender._meta.label] += 1

    for step in graph.parent_first():
        post_delete.connect(receive, sender=step.model, weak=False)
    silent(watch, due, now)


def silent(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    """`QuerySet.delete()`, each batch in a transaction, and nobody listens."""
    let_deletions_cascade()
    with watch.running():
        for batch in batches(due):
            with transaction.atomic():
                Subject.objects.filter(pk__in=batch).delete()
            watch.mark(len(batch))


def let_deletions_cascade() -> None:
    """The models say PROTECT; in this process they cascade to what a row owns and empty what would be cleared."""
    for declaration in declarations.declared().values():
        for field in graph.foreign_keys(declaration.model):
            kind = declaration.fields[field.name].kind if field.name in declaration.fields else None
            if kind in MEANS:
                field.remote_field.on_delete = MEANS[kind]
