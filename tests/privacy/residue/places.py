"""Everything a mark could stand in: what the product's own scan reads, and a copy of all tables to compare with."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from privacy.queries import residue


def everywhere(marks: Iterable[str]) -> dict[str, set[str]]:
    """Each mark that stands anywhere, with the places it stands in."""
    sought = sorted(marks)
    found: dict[str, set[str]] = {}
    for look in (residue.in_database, residue.in_sessions, residue.in_cache, residue.in_files):
        for finding in look(sought):
            assert finding.number, finding
            found.setdefault(sought[finding.number - 1], set()).add(finding.place)
    return found


def all_rows() -> dict[str, Counter[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT said::text FROM "{table}" said')
            rows[table] = Counter(text for (text,) in cursor.fetchall())
    return rows


def without(rows: dict[str, Counter[str]], marks: Iterable[str]) -> dict[str, Counter[str]]:
    """The rows in which none of these stands."""
    marks = list(marks)
    return {
        table: Counter({row: count for row, count in held.items() if not any(mark in row for mark in marks)})
        for table, held in rows.items()
    }
