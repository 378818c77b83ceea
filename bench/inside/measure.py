"""One measurement: a process of its own that does one thing to a fresh database, and says what it cost.

Run as `python -m bench.inside.measure METHOD MOMENT`; answers with one line of JSON.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from bench.inside.baselines import bare, silent, with_signals
from bench.inside.engine import engine
from bench.inside.stopwatch import Stopwatch
from privacy import graph
from privacy.models import Erasure, Subject

METHODS = {"engine": engine, "bare": bare, "signals": with_signals, "silent": silent}


def measure(method: str, now: datetime.datetime) -> dict[str, object]:
    as_of = timezone.localdate(now)
    due = list(Subject.objects.filter(due_on__lte=as_of).order_by("due_on", "pk").values_list("pk", flat=True))
    watch, before = Stopwatch(), memory("VmRSS")
    METHODS[method](watch, due, now)
    return {
        "persons": len(due),
        "seconds": watch.seconds,
        "aside": watch.aside,
        "marks": watch.marks,
        "megabytes": memory("VmHWM") - before,
        "left": rows_left(),
        "proofs": Erasure.objects.count(),
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


if __name__ == "__main__":
    answer = measure(sys.argv[1], datetime.datetime.fromisoformat(sys.argv[2]))
    sys.stdout.write(json.dumps(answer))
