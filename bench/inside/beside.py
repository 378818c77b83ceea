"""What a purge is to others while it runs: somebody who writes on people, and a second purge."""

import datetime
import multiprocessing
import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty
from typing import Any

from django.db import connection, transaction

from bench.inside import engine
from bench.inside.stopwatch import Stopwatch
from privacy.models import Erasure, Subject

EVERY = 0.05  # seconds between two writes of the other user
PATIENCE = 3600  # seconds; a purge that takes longer is no measurement
FORK = multiprocessing.get_context("fork")

Due = list[uuid.UUID]
Wait = tuple[bool, float, bool]  # whether it was somebody due, seconds, whether the person was there


class Unheard(Exception):
    """A process of the bench ended without an answer; it has said why."""


class NotShared(Exception):
    """Two purges did not do between them what one does: each person once, and all."""


def disturbed(watch: Stopwatch, due: Due, now: datetime.datetime) -> dict[str, Any]:
    """The purge, while somebody locks and writes on random people, one who is due and one who is not in turn."""
    with somebody_writing(due) as waits:
        engine.engine(watch, due, now)
    return {"waits": summed_up(waits)}


def summed_up(waits: list[Wait]) -> dict[str, dict[str, float]]:
    """Of those who go, and of those who stay: how many writes, the longest wait."""
    found = {}
    for name, is_due in (("goes", True), ("stays", False)):
        theirs = [seconds for was_due, seconds, _ in waits if was_due is is_due]
        found[name] = {"writes": len(theirs), "longest": max(theirs, default=0.0)}
    found["goes"]["told_gone"] = sum(not was_there for *_, was_there in waits)
    return found


@contextmanager
def somebody_writing(due: Due) -> Iterator[list[Wait]]:
    """Another process that writes as long as this lasts; what it waited is there afterwards."""
    staying = list(Subject.objects.exclude(pk__in=due).exclude(due_on=None).values_list("pk", flat=True)[:1000])
    waits: list[Wait] = []
    ended, said = FORK.Event(), FORK.Queue()
    connection.close()
    other = FORK.Process(target=_write, args=(due, staying, ended, said), daemon=True)
    other.start()
    try:
        _heard(other, said)  # it is connected
        yield waits
    finally:
        ended.set()
    waits += _heard(other, said)
    other.join()


def _write(due: Due, staying: Due, ended: Any, said: Any) -> None:
    waits: list[Wait] = []
    connection.ensure_connection()
    said.put("ready")
    chance = random.Random(1)  # noqa: S311  the same people each time
    while not ended.wait(EVERY):
        for is_due, people in ((True, due), (False, staying)):
            began = time.perf_counter()
            was_there = write_on(chance.choice(people))
            waits.append((is_due, time.perf_counter() - began, was_there))
    said.put(waits)


def write_on(person: uuid.UUID) -> bool:
    """As each action that concerns a person: locked first, then written. False for whom there is no more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM privacy_subject WHERE id = %s FOR NO KEY UPDATE", [person])
        was_there = cursor.fetchone() is not None
        cursor.execute("UPDATE candidates_candidate SET phone = '+4722334456' WHERE subject_id = %s", [person])
    return was_there


def two(watch: Stopwatch, due: Due, now: datetime.datetime) -> dict[str, Any]:
    """Two purges at once, each in a process of its own: the time is that of the slower one."""
    said = FORK.Queue()
    connection.close()
    both = [FORK.Process(target=_purge, args=(now, said), daemon=True) for _ in range(2)]
    for each in both:
        each.start()
    runs = [_heard(both[0], said, both[1]) for _ in both]
    for each in both:
        each.join()
    shares = [run["erased"] for run in runs]
    proofs = list(Erasure.objects.filter(subject_uuid__in=due).values_list("subject_uuid", flat=True))
    if sum(shares) != len(due) or sorted(proofs) != sorted(due) or any(run["failed"] for run in runs):
        raise NotShared(f"{len(due)} were due; {len(proofs)} proofs; {runs}")
    watch.seconds, watch.aside = (max(run[name] for run in runs) for name in ("seconds", "aside"))
    watch.marks = [(len(due), watch.seconds)]
    return {"shares": shares}


def _purge(now: datetime.datetime, said: Any) -> None:
    watch = Stopwatch()
    run = engine.purged(watch, now)
    said.put({"erased": run.erased, "failed": run.failed, "seconds": watch.seconds, "aside": watch.aside})


def _heard(process: Any, said: Any, *others: Any) -> Any:
    """What a process says, waited for as long as one of them lives."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return said.get(timeout=1)
        except Empty:
            if not any(each.is_alive() for each in (process, *others)) and said.empty():
                break
    raise Unheard("a process of the bench said nothing")
