"""`make check`: no migration after the first release holds a full table, or takes away what the program before still uses.

Everything up to `BASELINE` is from before there was anything to hold. After it nothing is let through but with a reason in
words, in the migration itself: `safe_because = {"AddIndex town": "The table has one row for each town of Norway."}`.

    python -m fremrykk.local.unsafe_migrations
"""

import sys
from collections.abc import Iterable, Iterator

import django
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

from fremrykk.local.unsafe_operations import Seen, complaint, name_of

BASELINE = {
    "accounts": "0004_nobody_waits_in_vain",
    "candidates": "0030_sent_report_stays",
    "clients": "0021_statement_on_the_web",
    "privacy": "0033_alarm_about_backups",
}
WORDS = 5  # the least a reason has


def main() -> int:
    django.setup()
    found = list(complaints(MigrationLoader(None)))
    print("\n".join(found) or "No migration holds a full table, or takes away what is still used.")
    return 1 if found else 0


def complaints(loader: MigrationLoader) -> Iterator[str]:
    """Each a sentence that says where, what, and what to do instead."""
    for app, last in BASELINE.items():
        seen = Seen()
        for name in sorted(name for label, name in loader.disk_migrations if label == app):
            migration = loader.disk_migrations[app, name]
            if int(name.split("_")[0]) > int(last.split("_")[0]):
                state = loader.project_state((app, name), at_end=False)
                yield from (f"{app}.{name}: {each}" for each in judged(migration, seen, state))
        yield from (f"{app}: {each}" for each in seen.unvalidated())


def judged(migration: Migration, seen: Seen, state: object) -> Iterator[str]:
    """What is wrong with one migration; `seen` is what those before it did, and learns what this one does."""
    operations = list(_in_database(migration.operations))
    reasons: dict[str, str] = getattr(migration, "safe_because", {})
    created = {name for each in operations for name in _created(each)}
    used = set()
    for each in operations:
        said = complaint(each, migration, created, seen, state)
        name = name_of(each)
        if said and len(reasons.get(name, "").split()) >= WORDS:
            used.add(name)
        elif said:
            yield f"{name}: {said}"
    yield from (f"safe_because names {name}, which needs no reason." for name in reasons if name not in used)
    seen.learn(operations, migration.name)


def _in_database(operations: Iterable[Operation]) -> Iterator[Operation]:
    """What the database is told; what only the program's own picture is told holds nothing."""
    for each in operations:
        if isinstance(each, SeparateDatabaseAndState):
            yield from _in_database(each.database_operations)
        else:
            yield each


def _created(operation: Operation) -> Iterator[str]:
    for each in getattr(operation, "models", [operation]):
        if isinstance(each, CreateModel):
            yield each.name.lower()


if __name__ == "__main__":
    sys.exit(main())
