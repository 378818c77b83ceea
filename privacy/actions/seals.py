"""Sealing the trail: what was written about a person, under a number that fits nothing else (GDPR art. 5(2))."""

import datetime
import itertools
import uuid
from collections.abc import Iterable

from django.db import connection, transaction

from privacy.actions import journal
from privacy.models import TrailEntry, TrailSeal
from privacy.queries import seals

WAIT = 100  # tenths of a second

# Of the locks, since every role sees them all: when others' transactions began is shown to their own role alone.
OPEN = """
SELECT held.pid, held.virtualtransaction FROM pg_locks held JOIN pg_stat_activity activity USING (pid)
WHERE held.locktype = 'virtualxid' AND held.mode = 'ExclusiveLock' AND held.pid <> pg_backend_pid()
  AND activity.datname = current_database()
"""


def seal(*, at: datetime.datetime) -> int:
    """Seal what nobody is still writing; returns how many persons' trails. Nothing when a transaction takes too long.

    Entries take their number when they are written and are seen when their transaction ends: one with a smaller number
    may come to light after one with a greater. So only numbers are sealed that were given before the oldest running
    transaction began.
    """
    newest = seals.newest_entry()
    if newest <= seals.sealed_up_to() or not _all_have_ended():
        return 0
    with transaction.atomic():
        made = list(_made(newest, at))
        TrailSeal.objects.bulk_create(made)
        journal.note_seals(made, at=at)
    return len(made)


def _all_have_ended() -> bool:
    """Whether every transaction open now ends within ten seconds."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
        before = set(cursor.fetchall())
        for _ in range(WAIT):
            cursor.execute(OPEN)
            if not before & set(cursor.fetchall()):
                return True
            cursor.execute("SELECT pg_sleep(0.1), pg_stat_clear_snapshot()")
    return False


def _made(newest: int, at: datetime.datetime) -> Iterable[TrailSeal]:
    after = seals.sealed_up_to()
    entries = TrailEntry.objects.filter(id__gt=after, id__lte=newest).order_by("subject_uuid", "id")
    last = seals.last_digests(entries.order_by().values("subject_uuid"))
    for subject_id, rows in itertools.groupby(entries.iterator(), key=_subject):
        count, digest = seals.digest_of(last.get(subject_id, ""), rows)
        yield TrailSeal(subject_uuid=subject_id, up_to=newest, count=count, digest=digest, at=at)


def _subject(entry: TrailEntry) -> uuid.UUID:
    return entry.subject_uuid
