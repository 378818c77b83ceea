"""Figures nobody would wait for on a page: the worker counts them, and they are kept in the cache for a day.

Kept are rounded numbers, titles of positions and numbers of orders: of nobody. Nothing is lost with them. Where the cache
or the worker is away the page says that they are being counted, and whoever looks again has them asked for again.
"""

import datetime
import logging
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
ASKED = datetime.timedelta(minutes=15)  # longer than counting takes; then a worker that died is asked once more
OFFERED = "figures-1-offered"  # the number goes up when what is kept is written otherwise


@dataclass(frozen=True)
class Question:
    """Which positions, which quarters, and those that are always shown."""

    scope: Scope
    span: Span
    whole: Span

    @property
    def key(self) -> str:
        return f"figures-1-{sha256(repr(self).encode()).hexdigest()}"

    def count(self) -> Figures:
        return figures.counted(self.scope, self.span, whole=self.whole)


@dataclass(frozen=True)
class Known:
    """`counted_at`: by the worker; None: just now."""

    figures: Figures
    counted_at: datetime.datetime | None = None


def offered(whole: Span) -> Choices:
    """What the page has to choose from: as the worker found it where it was asked, else as it is now.

    Raises `TookTooLong` where there is too much for that, and nothing is kept yet.
    """
    kept: Choices | None = _kept(OFFERED)
    if kept is not None:
        return replace(kept, orders=figures.named([number for number, *_words in kept.orders]))
    with search.in_time():
        return figures.choices(whole)


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
    """Once, whoever else looks meanwhile."""
    try:
        if cache.add(_asked(question.key), question, _seconds(ASKED)):
            nudge("candidates.jobs.count_figures", question.key)
    except RedisError:
        logger.warning("figures were not asked for: the cache does not answer")


def count(*, key: str, at: datetime.datetime) -> None:
    """What the worker does for whoever asked: minutes, where there are millions."""
    question: Question | None = _kept(_asked(key))
    if question is None:  # counted meanwhile
        return
    found = figures.choices(question.whole)
    without_names = [(number, "", "") for number, *_words in found.orders]  # a client may be a person
    cache.set(OFFERED, replace(found, orders=without_names), _seconds(KEPT))
    cache.set(key, Known(question.count(), at), _seconds(KEPT))
    cache.delete(_asked(key))


def _asked(key: str) -> str:
    return f"{key}-asked"


def _seconds(time: datetime.timedelta) -> int:
    return int(time.total_seconds())


def _kept(key: str) -> Any:
    try:
        return cache.get(key)
    except RedisError:
        logger.warning("figures were not looked up: the cache does not answer")
        return None
