"""The real purge, timed from outside: nothing of it is left out, skipped or replaced."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from bench.inside.stopwatch import Stopwatch
from privacy.actions import erasure, purge, retention
from privacy.models import PurgeRun
from privacy.ports import nudge


class NotErased(Exception):
    """The engine did not erase whom the bench made due: there is nothing to compare."""


def engine(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    run = purged(watch, now)
    if run.erased != len(due):
        raise NotErased(f"{len(due)} persons were due, {run.erased} were erased: {run.__dict__}")


def purged(watch: Stopwatch, now: datetime.datetime) -> PurgeRun:
    """The nightly round over everybody's dates has no counterpart in a deletion: it is told apart."""
    nudge("privacy.jobs.remove_files")  # a worker has met its broker before the night comes
    retention.refresh_everybody = told_apart(watch, retention.refresh_everybody)
    erasure.erase = marked(watch, erasure.erase)
    with watch.running():
        return purge.run(as_of=timezone.localdate(now), at=now, hands=purge.HANDS)


def told_apart(watch: Stopwatch, action: Callable[..., None]) -> Callable[..., None]:
    def timed() -> None:
        with watch.told_apart():
            action()

    return timed


def marked(watch: Stopwatch, action: Callable[..., None]) -> Callable[..., None]:
    """The purge erases once per batch."""

    def counted(decisions: list[Any], **how: Any) -> None:
        action(decisions, **how)
        watch.mark(len(decisions))

    return counted
