"""How far behind the program is, in numbers that name nobody; a fixed number of statements, each answered by an index."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from redis import Redis

from candidates.models import Document
from fremrykk.backups import watching
from fremrykk.late import GIVEN_UP
from privacy.choices import AlarmCode, MailState
from privacy.models import FileTombstone, OutgoingMail, PurgeRun, Request, Subject
from privacy.queries import facts, journals, vitals

QUEUE = "celery"
LATELY = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Number:
    """One line a monitor reads. Seconds, days or how many, as its name says."""

    name: str
    about: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


def of_database(at: datetime.datetime) -> list[Number]:
    """Everything the database knows. Raises what it raises when it does not answer."""
    today = timezone.localdate(at)
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED)
    unscanned = Document.objects.waits_for_scan()
    purged = PurgeRun.objects.filter(is_dry_run=False).aggregate(last=Max("ended_at"))["last"]
    due = Subject.objects.filter(merged_into=None, due_on__gt=facts.BEGINNING, due_on__lt=today)
    first = due.aggregate(first=Min("due_on"))["first"]
    return [
        Number(
            "purge_last_end_seconds", "When the last purge ended, in seconds since 1970; 0: never", _seconds(purged)
        ),
        Number(
            "purge_overdue_days", "Days the oldest data that are due have waited", (today - first).days if first else 0
        ),
        Number("mails_waiting", "E-mails that wait to be sent", waiting.count()),
        Number("mails_oldest_seconds", "How long the oldest of them has waited", _waited(waiting, "created_at", at)),
        Number("mails_failed", "E-mails of the last seven days that were given up", _given_up(at)),
        Number("scan_waiting", "Files that wait for the virus scanner", unscanned.count()),
        Number("scan_oldest_seconds", "How long the oldest of them has waited", _waited(unscanned, "uploaded_at", at)),
        Number("requests_overdue", "Requests about rights past their day", Request.objects.overdue(today).count()),
        Number("files_to_remove", "Files that are to be removed from storage", FileTombstone.objects.count()),
        Number("journal_lag_seconds", "How long the journal has lagged behind", journals.lag(at).total_seconds()),
        *_alarms(at),
    ]


def of_backups() -> list[Number]:
    """Nothing where BACKUP_FOLDER says that others take them."""
    there = watching.places()
    if there is None:
        return []
    last = watching.newest(there)
    size = sum(part.size for part in last.parts) if last else 0
    return [
        Number(
            "backup_last_seconds",
            "When the newest whole backup was taken, in seconds since 1970; 0: there is none",
            _seconds(last.taken_at if last else None),
        ),
        Number("backup_bytes", "How large its database is, sealed", size),
    ]


def of_queue() -> list[Number]:
    """Raises what the broker raises when it does not answer."""
    with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as broker:
        waiting = int(broker.llen(QUEUE))
    return [
        Number("queue_length", "Jobs nobody has begun", waiting),
        Number(
            "pages_given_up", "Pages the database did not answer in time, since Valkey began", cache.get(GIVEN_UP, 0)
        ),
    ]


def _alarms(at: datetime.datetime) -> Iterable[Number]:
    wrong = vitals.wrong(at)
    about = "1 while something is wrong that somebody has to see to; `manage.py doctor` says what to do"
    return [Number("alarm", about, float(code in wrong), (("code", code.value),)) for code in AlarmCode]


def _given_up(at: datetime.datetime) -> int:
    return OutgoingMail.objects.filter(state=MailState.FAILED, created_at__gt=at - LATELY).count()


def _waited(rows: QuerySet[OutgoingMail] | QuerySet[Document], field: str, at: datetime.datetime) -> float:
    first = rows.aggregate(first=Min(field))["first"]
    return max((at - first).total_seconds(), 0) if first else 0


def _seconds(moment: datetime.datetime | None) -> float:
    return moment.timestamp() if moment else 0
