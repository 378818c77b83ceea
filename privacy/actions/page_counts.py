"""Counting the public pages: one number in the cache for each kind of page and day, moved to the database by the clock.

A cache that is away counts nothing and delays nobody. What lies in it when it falls is lost; nothing is counted twice.
"""

import datetime
import logging

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from redis.exceptions import RedisError

from privacy import registries
from privacy.models import PageCount

logger = logging.getLogger(__name__)

WAITS = 3 * 24 * 60 * 60  # seconds in the cache at most
DAY = datetime.timedelta(days=1)
KEPT = datetime.timedelta(days=2 * 365)


def count(*, page: str, at: datetime.datetime) -> None:
    """The page was shown once more."""
    key = _key(timezone.localdate(at), page)
    try:
        cache.add(key, 0, WAITS)
        cache.incr(key)
    except (RedisError, ValueError):  # ValueError: it ended between the two
        logger.warning("a page was not counted: the cache does not answer")


@transaction.atomic
def store(*, at: datetime.datetime) -> None:
    """Move what was counted today and yesterday to the database; what is two years old goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('page counts', 0))")
    today = timezone.localdate(at)
    for day in (today - DAY, today):
        for page in registries.public_pages:
            if taken := _taken(_key(day, page)):
                row, _is_new = PageCount.objects.get_or_create(day=day, page=page)
                PageCount.objects.filter(pk=row.pk).update(count=F("count") + taken)
    PageCount.objects.filter(day__lt=today - KEPT).delete()


def _taken(key: str) -> int:
    """Out of the cache; what is counted meanwhile stays for the next time."""
    try:
        waiting = int(cache.get(key, 0))
        if waiting:
            cache.decr(key, waiting)
    except (RedisError, ValueError):
        return 0
    return waiting


def _key(day: datetime.date, page: str) -> str:
    return f"pages:{day.isoformat()}:{page}"
