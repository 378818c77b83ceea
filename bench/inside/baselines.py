"""What the engine is held against: the same persons deleted without thought, proof, tombstone or trail."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import CASCADE, SET_NULL, FileField, Model
from django.db.models.signals import post_delete

from bench.inside.stopwatch import Stopwatch
from privacy import declarations, graph
from privacy.actions import trail
from privacy.actions.purge import BATCH
from privacy.choices import Verb
from privacy.declarations import Kind
from privacy.models import Subject, TrailEntry

NOBODY = uuid.UUID(int=0)  # a receiver knows the row, not whose it is
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
    """As a Django program usually does it: each deleted row leaves a line in a log, and its file is noted to be removed.

    The well-known libraries do more for each row: they write down all its values, and remove the file themselves.
    """
    files: list[str] = []

    def receive(sender: type[Model], instance: Model, **_: object) -> None:
        TrailEntry.objects.create(
            subject_uuid=NOBODY, verb=Verb.ERASED, role=trail.PROGRAM, activity="rights",
            object_label=sender._meta.label_lower, object_id=str(instance.pk), fields=names[sender], at=now,
        )  # fmt: skip
        files.extend(str(getattr(instance, name)) for name in names_of_files[sender])

    models = [step.model for step in graph.parent_first()]
    names = {model: sorted(field.name for field in model._meta.concrete_fields) for model in models}
    names_of_files = {
        model: [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)] for model in models
    }
    listen(receive)
    silent(watch, due, now)


def with_counting_signals(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    """Receivers that only count: what it costs that anybody listens at all."""
    seen: Counter[str] = Counter()

    def receive(sender: type[Model], **_: object) -> None:
        seen[sender._meta.label] += 1

    listen(receive)
    silent(watch, due, now)


def listen(receive: Callable[..., None]) -> None:
    for step in graph.parent_first():
        post_delete.connect(receive, sender=step.model, weak=False)


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
