"""A process that is asked to fill a database, or to measure one method on a copy of it and say what it cost."""

import datetime
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from bench.inside.asked import serve
from bench.inside.baselines import bare, silent, with_counting_signals, with_signals
from bench.inside.beside import disturbed, two
from bench.inside.engine import engine
from bench.inside.seeding import seed
from bench.inside.stopwatch import Stopwatch
from privacy import graph
from privacy.models import Erasure, Subject

METHODS: dict[str, Callable[[Stopwatch, list[uuid.UUID], datetime.datetime], dict[str, Any] | None]] = {
    "engine": engine,
    "bare": bare,
    "signals": with_signals,
    "counted": with_counting_signals,
    "silent": silent,
    "disturbed": disturbed,
    "two": two,
}


def measure(method: str, now: datetime.datetime) -> dict[str, object]:
    as_of = timezone.localdate(now)
    due = list(Subject.objects.filter(due_on__lte=as_of).order_by("due_on", "pk").values_list("pk", flat=True))
    watch, before = Stopwatch(), memory("VmRSS")
    more = METHODS[method](watch, due, now) or {}
    return {
        "persons": len(due),
        "seconds": watch.seconds,
        "aside": watch.aside,
        "marks": watch.marks,
        "megabytes": memory("VmHWM") - before,
        "left": rows_left(),
        "proofs": Erasure.objects.count(),
        **more,
    }


def memory(which: str) -> float:
    """Of this process, in megabytes: `VmRSS` is now, `VmHWM` the most there ever was."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    raise LookupError(which)


def rows_left() -> dict[str, int]:
    """What each way of deleting leaves behind, so that nobody is praised for deleting less."""
    tables = sorted(step.table for step in graph.parent_first())
    with connection.cursor() as cursor:
        return {table: count(cursor, table) for table in tables}


def count(cursor: Any, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    return int(cursor.fetchone()[0])


def fill(number: str, candidates: str) -> str:
    """The moment everything is measured at."""
    moment = timezone.now()
    seed(int(number), int(candidates), moment)
    connection.close()  # a database somebody is in cannot be copied
    return moment.isoformat()


def on_copy(method: str, moment: str, database: str) -> dict[str, object]:
    connection.settings_dict["NAME"] = database
    return measure(method, datetime.datetime.fromisoformat(moment))


def doing() -> dict[str, Callable[..., object]]:
    return {"seed": fill} | {method: partial(on_copy, method) for method in METHODS}


if __name__ == "__main__":
    serve(doing())
