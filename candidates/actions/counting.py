"""Figures nobody would wait for on a page: the worker counts them, and they are kept in the cache for a day.

Kept are rounded numbers, titles of positions and numbers of orders: of nobody. Nothing is lost with them. Where the cache
is away the page says that they are being counted, and whoever looks again has them asked for again.
"""

import datetime
import logging
import pickle
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from candidates.queries import figures, search
from candidates.queries.figures import Choices, Figures, Scope
from candidates.queries.periods import Span
from privacy.ports import nudge
from privacy.queries.waiting import TookTooLong

logger = logging.getLogger(__name__)

KEPT = datetime.timedelta(days=1)
FRESH = datetime.timedelta(hours=1)
LONGEST = datetime.timedelta(minutes=15)  # then a worker that died while it counted is taken for dead
# One question at a time, so that counting never takes the whole worker: whoever has another asks it by looking again.
ASKED, COUNTING = "figures-asked", "figures-counting"
OFFERED = "figures-offered"
# Of a version of the program before or after this one.
UNREADABLE = (AttributeError, ImportError, TypeError, pickle.UnpicklingError)


@dataclass(frozen=True)
class Question:
    """Which positions, which quarters, and those that are always shown."""

    scope: Scope
    span: Span
    whole: Span

    @property
    def key(self) -> str:
        return f"figures-{sha256(repr(self).encode()).hexdigest()}"

    def count(self) -> Figures:
        return figures.counted(self.scope, self.span, whole=self.whole)


@dataclass(frozen=True)
class Known:
    """`counted_at`: by the worker; None: just now."""

    figures: Figures
    counted_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Offered:
    choices: Choices  # orders by their numbers: a client may be a person
    counted_at: datetime.datetime

    @property
    def named(self) -> Choices:
        return replace(self.choices, orders=figures.named([number for number, *_words in self.choices.orders]))


def offered(whole: Span, *, at: datetime.datetime) -> Choices:
    """What the page has to choose from: as the worker found it within the hour, else as it is now.

    Raises `TookTooLong` where there is too much for that, and nothing is kept.
    """
    kept: Offered | None = _kept(OFFERED)
    if kept and kept.counted_at > at - FRESH:
        return kept.named
    try:
        with search.in_time():
            return figures.choices(whole)
    except TookTooLong:
        ask(Question(Scope(), whole, whole))
        if kept is None:
            raise
        return kept.named


def find(question: Question, *, at: datetime.datetime) -> Known | None:
    """The figures: kept, or counted now; None while the worker counts them. What is older than an hour is counted anew."""
    kept: Known | None = _kept(question.key)
    if kept is None:
        try:
            with search.in_time():
                return Known(question.count())
        except TookTooLong:
            ask(question)
            return None
    if kept.counted_at and kept.counted_at < at - FRESH:
        ask(question)
    return kept


def ask(question: Question) -> None:
    """The worker, once, whoever else looks meanwhile."""
    try:
        if cache.add(ASKED, question, _seconds(LONGEST)):
            nudge("candidates.jobs.count_figures")
    except RedisError:
        logger.warning("figures were not asked for: the cache does not answer")


def count(*, at: datetime.datetime) -> None:
    """What the worker does for whoever asked, also when the nudge was lost: minutes, where there are millions."""
    question: Question | None = _kept(ASKED)
    if question is None or not cache.add(COUNTING, at, _seconds(LONGEST)):
        return
    try:
        found = figures.choices(question.whole)
        numbers = replace(found, orders=[(number, "", "") for number, *_words in found.orders])
        cache.set(OFFERED, Offered(numbers, at), _seconds(KEPT))
        cache.set(question.key, Known(question.count(), at), _seconds(KEPT))
    finally:
        cache.delete_many([ASKED, COUNTING])


def _seconds(time: datetime.timedelta) -> int:
    return int(time.total_seconds())


def _kept(key: str) -> Any:
    try:
        return cache.get(key)
    except RedisError:
        logger.warning("figures were not looked up: the cache does not answer")
    except UNREADABLE:
        logger.warning("figures of another version of the program are counted anew")
    return None
