"""What a dump of the database would hold: every line of every table, as COPY writes it."""

from collections.abc import Iterator

from django.db import connection

TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""


def lines() -> Iterator[str]:
    """Of this transaction as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            with cursor.cursor.copy(f"COPY {name} TO STDOUT") as copied:
                yield from (f"{name}: {bytes(line).decode()}" for line in copied)


def holding(*words: str) -> list[str]:
    """The tables in whose lines one of these words stands."""
    return sorted({line.partition(":")[0] for line in lines() for word in words if word in line})
