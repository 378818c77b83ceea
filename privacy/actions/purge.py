"""The scheduled purge: finds who is due, locks, decides again, erases, and accounts for each of them."""

import datetime
import gc
import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet

from privacy.actions import brake, erasure, presence, retention, samples
from privacy.actions.hands import share
from privacy.actions.passes import FAILED, Pass, Settled
from privacy.choices import ErasureCause
from privacy.decide import Decision, decide
from privacy.models import PurgeFailure, PurgeRun, Subject
from privacy.queries import digests, facts

logger = logging.getLogger(__name__)

BATCH = 500  # persons at most; as many as take half a second, see `passes`
HANDS = 2  # connections that share a run: one waits for the database while the other decides
LOCK_TIME_OUT = "15s"
BACK_OFF = datetime.timedelta(hours=20)  # the next night, each night, until somebody has mended it


class _Undo(Exception):
    """Ends a dry run."""


def run(
    *,
    as_of: datetime.date,
    at: datetime.datetime,
    dry_run: bool = False,
    limit: int | None = None,
    has_clock_jumped: bool = False,
    hands: int = 1,
    seen: Callable[[PurgeRun], None] = lambda run: None,
) -> PurgeRun:
    """Erase what is due on the civil day `as_of`; at most `limit` persons, with so many `hands` at once.

    A dry run takes the real path and rolls back: its numbers are those of the real one, and its `brake_cause` says
    whether the real one would be stopped; `seen` looks at what it did before that is undone. A run the brake stops
    (`brake.cause`) erases nobody and asks the manager.
    """
    if not dry_run:
        done = _run(as_of=as_of, at=at, limit=limit, dry_run=False, has_clock_jumped=has_clock_jumped, hands=hands)
        samples.forget_erased(at=at)
        return done
    result: list[PurgeRun] = []
    try:
        with transaction.atomic():
            result.append(_run(as_of=as_of, at=at, limit=limit, dry_run=True, has_clock_jumped=has_clock_jumped))
            seen(result[0])
            raise _Undo
    except _Undo:
        return result[0]


@contextmanager
def _own_garbage_only() -> Iterator[None]:
    """The collector looks at what the run makes, not again and again at the whole program: a third of the run's time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@_own_garbage_only()
def _run(
    *,
    as_of: datetime.date,
    at: datetime.datetime,
    limit: int | None,
    dry_run: bool,
    has_clock_jumped: bool,
    hands: int = 1,
) -> PurgeRun:
    presence.note_interrupted(at=at)
    retention.refresh_everybody()
    rules = {"rules_digest": digests.of_rules(), "graph_digest": digests.of_graph()}
    run = presence.begin(as_of=as_of, is_dry_run=dry_run, started_at=at, **rules)
    try:
        return _purged(run, at, limit, has_clock_jumped, hands)
    finally:
        presence.leave(run)


def _purged(run: PurgeRun, at: datetime.datetime, limit: int | None, has_clock_jumped: bool, hands: int) -> PurgeRun:
    waiting = _due(run.as_of, at).count()
    most = waiting if limit is None else limit
    dated = _due(run.as_of, at).filter(due_on__gt=facts.BEGINNING).count()  # nobody who needs review is erased
    if cause := brake.cause(run, count=min(dated, most), has_clock_jumped=has_clock_jumped):
        run.braked_at, run.brake_cause = at, cause
        if not run.is_dry_run:
            return _stopped(run, waiting, at)
    this = Pass(run, at, most, largest=BATCH)
    share(partial(_work, this), hands=hands)
    _wait_for_the_rest(this)
    return _ended(this)


def _stopped(run: PurgeRun, waiting: int, at: datetime.datetime) -> PurgeRun:
    run.due, run.ended_at = waiting, at
    run.save()
    logger.error("purge %s stopped by the brake (%s): %s persons due", run.pk, run.brake_cause, waiting)
    return run


def _ended(this: Pass) -> PurgeRun:
    run, counts = this.run, this.counts
    run.due, run.erased, run.kept = counts.total(), counts["erase"], counts["keep"]
    run.review, run.failed, run.ended_at = counts["review"], counts["failed"], this.at
    run.save()
    if run.review or run.failed:
        logger.error("purge %s: %s to be reviewed, %s failed", run.pk, run.review, run.failed)
    return run


def _due(as_of: datetime.date, at: datetime.datetime) -> QuerySet[Subject]:
    blocked = PurgeFailure.objects.filter(next_at__gt=at).values("subject_uuid")
    return Subject.objects.filter(due_on__lte=as_of, merged_into=None).exclude(pk__in=blocked)


def _work(this: Pass) -> None:
    while (taken := this.take()) and _batch(this, taken):
        pass


def _batch(this: Pass, taken: int) -> bool:
    """Take the next persons nobody is writing to; False when there is nobody left."""
    ids = [subject.pk for subject in _waiting(this)[:taken]]
    began = time.perf_counter()
    try:
        with transaction.atomic():
            _make_ready(ids)
            ids = _lock_next(this, taken)
            outcome = _settle(this.run, ids, this.at)
        this.took(len(ids), time.perf_counter() - began)
    except Exception as error:  # whatever one person's data do, the others go on
        outcome = _bisected(this, ids, error)
    this.account(taken, outcome)
    return bool(ids)


def _wait_for_the_rest(this: Pass) -> None:
    """Those somebody was writing to: one by one, with a time-out; who is still held then is recorded as failed."""
    for subject_id in list(_waiting(this).values_list("pk", flat=True)[: max(this.left, 0)]):
        this.account(1, _half(this, [subject_id]))


def _waiting(this: Pass) -> QuerySet[Subject]:
    return _due(this.run.as_of, this.at).exclude(pk__in=this.stuck).order_by("due_on", "pk")


def _lock_next(this: Pass, taken: int) -> list[uuid.UUID]:
    """Lock the next due persons, the longest overdue first. The condition is not relied on: `_settle` decides again."""
    rows = _waiting(this)[:taken].select_for_update(skip_locked=True, of=("self",))
    return [subject.pk for subject in rows]


def _make_ready(ids: Sequence[uuid.UUID]) -> None:
    """Longer than a mail may take to be sent (its row is locked meanwhile), shorter than anybody would wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIME_OUT}'; SET LOCAL statement_timeout = '120s'")
    erasure.lock_what_comes_first(ids)


def _settle(run: PurgeRun, ids: Sequence[uuid.UUID], at: datetime.datetime) -> Settled:
    """Decide again about locked persons, erase what is to go, and note when to look at the rest."""
    decisions = [decide(each, run.as_of) for each in facts.of_persons(ids).values()]
    erasure.erase(decisions, cause=ErasureCause.PURGE, as_of=run.as_of, at=at, run_id=run.pk)
    stays = [decision for decision in decisions if not decision.erases_person]
    retention.store({decision.facts.subject_id: _next_look(decision) for decision in stays})
    PurgeFailure.objects.filter(subject_uuid__in=ids).delete()
    return {decision.facts.subject_id: decision.verdict.value for decision in decisions}


def _next_look(decision: Decision) -> datetime.date | None:
    """Who needs review is stored as such, and looked at each night until somebody has decided."""
    return facts.BEGINNING if decision.needs_review else decision.next_look


def _bisected(this: Pass, ids: Sequence[uuid.UUID], error: Exception) -> Settled:
    """Each half in a transaction of its own, down to the one person it fails for, who is recorded and set aside."""
    if not ids:
        raise error
    if len(ids) == 1:
        return _failed(this, ids[0], error)
    middle = len(ids) // 2
    return {**_half(this, ids[:middle]), **_half(this, ids[middle:])}


def _half(this: Pass, ids: Sequence[uuid.UUID]) -> Settled:
    try:
        with transaction.atomic():
            _make_ready(ids)
            locked = Subject.objects.filter(pk__in=ids, merged_into=None).order_by("pk").select_for_update()
            return _settle(this.run, [subject.pk for subject in locked], this.at)
    except Exception as error:
        return _bisected(this, ids, error)


def _failed(this: Pass, subject_id: uuid.UUID, error: Exception) -> Settled:
    name = type(error.__cause__ or error).__name__
    failure, is_new = PurgeFailure.objects.get_or_create(
        subject_uuid=subject_id,
        defaults={"error": name, "blocked_since": this.at, "next_at": this.at + BACK_OFF},
    )
    if not is_new:
        failure.error, failure.attempts, failure.next_at = name, failure.attempts + 1, this.at + BACK_OFF
        failure.save(update_fields=["error", "attempts", "next_at"])
    logger.error("purge could not erase person %s (%s), attempt %s", subject_id, name, failure.attempts)
    return {subject_id: FAILED}
