"""Every table, looked through in one pass for all identifiers at once; search indexes asked for their words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from privacy.queries.residue.spellings import Finding, Spelling, in_hex, of

# One statement reads about this much, so that a limit on its time stops none of them.
AT_A_TIME = 128 * 1024 * 1024
DICTIONARIES = ("norwegian", "english", "simple")

TABLES = """
SELECT namespace.nspname, class.relname,
  array_agg(attribute.attname ORDER BY attribute.attnum) FILTER (WHERE attribute.atttypid <> 'tsvector'::regtype),
  array_agg(attribute.attname ORDER BY attribute.attnum) FILTER (WHERE attribute.atttypid = 'tsvector'::regtype),
  bool_or(attribute.atttypid = 'bytea'::regtype),
  pg_relation_size(class.oid) / current_setting('block_size')::int, pg_table_size(class.oid)
FROM pg_class class JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
WHERE class.relkind IN ('r', 'm') AND namespace.nspname <> 'information_schema' AND namespace.nspname NOT LIKE 'pg\\_%'
GROUP BY class.oid, namespace.nspname, class.relname ORDER BY 1, 2
"""

# The rows that say it are found by their whole text, then asked which column it was. One comparison for each spelling,
# written out, is what costs least: a pattern of them all took three to seven times as long, a join twice.
LOOK = """
SELECT sought.number, held.name, count(DISTINCT scanned.residue_place)
FROM (
  SELECT * FROM (
    SELECT ctid AS residue_place, {columns}, lower(concat_ws(E'\\x1f', {texts})) AS residue_text FROM {table}
    WHERE ctid >= %(first)s::tid AND ctid < %(last)s::tid OFFSET 0
  ) whole WHERE {anything} OFFSET 0
) scanned
CROSS JOIN unnest(%(numbers)s::int[], %(words)s::text[], %(patterns)s::text[]) AS sought (number, word, pattern)
CROSS JOIN LATERAL (VALUES {pairs}) held (name, value)
WHERE strpos(lower(held.value), sought.word) > 0 AND (sought.pattern IS NULL OR lower(held.value) ~ sought.pattern)
GROUP BY 1, 2
"""

ASK_THE_INDEX = """
SELECT sought.number, count(DISTINCT indexed.ctid)
FROM unnest(%(numbers)s::int[], %(words)s::text[]) AS sought (number, word)
CROSS JOIN unnest(%(dictionaries)s::regconfig[]) dictionary
JOIN {table} indexed ON {column} @@ phraseto_tsquery(dictionary, sought.word) GROUP BY 1
"""

LEXEMES = """
SELECT sought.number, lexeme FROM unnest(%(numbers)s::int[], %(words)s::text[]) AS sought (number, word)
CROSS JOIN unnest(%(dictionaries)s::regconfig[]) dictionary
CROSS JOIN LATERAL unnest(to_tsvector(dictionary, sought.word)) WHERE sought.word ~ '^[[:alpha:]]+$'
"""


UNSEEN = """
SELECT class.relname FROM pg_class class JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
WHERE class.relkind IN ('r', 'm', 'i') AND namespace.nspname <> 'information_schema' AND namespace.nspname NOT LIKE 'pg\\_%'
  AND NOT pg_has_role(class.relowner, 'USAGE') LIMIT 1
"""


class CannotSee(Exception):
    """A table or an index belongs to a role whose rights we have not: what is not seen must not count as nothing."""


class _Table(NamedTuple):
    schema: str
    name: str
    columns: list[str] | None
    indexes: list[str] | None
    has_bytes: bool
    blocks: int
    size: int

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)

    def place(self, column: str) -> str:
        prefix = "" if self.schema == "public" else f"{self.schema}."
        return f"{prefix}{self.name}.{column}"


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read in here is of one moment, and nothing can be written: a row that moves meanwhile is not missed."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def refuse_blind() -> None:
    """Raise `CannotSee` unless this role may read everything: samples of an index are shown to its owner alone."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN)
        if cursor.rowcount:
            raise CannotSee


def in_database(identifiers: Sequence[str]) -> Iterator[Finding]:
    """Where these stand in any column of any table, of whatever schema; the table and the column are the place."""
    words = _numbered(identifiers)
    with connection.cursor() as cursor:
        spellings = [*of(identifiers), *_lexemes(cursor, words)]
        cursor.execute(TABLES)
        for table in [_Table(*row) for row in cursor.fetchall()]:
            yield from _in_columns(cursor, table, [*spellings, *(in_hex(identifiers) if table.has_bytes else ())])
            yield from _in_indexes(cursor, table, words)


def _numbered(identifiers: Sequence[str]) -> dict[str, Any]:
    numbers = list(range(1, len(identifiers) + 1))
    return {"numbers": numbers, "words": list(identifiers), "dictionaries": list(DICTIONARIES)}


def _lexemes(cursor: Any, words: dict[str, Any]) -> list[Spelling]:
    """A vocabulary holds the stem of a word, and nothing else beside it."""
    cursor.execute(LEXEMES, words)
    return [Spelling(number, lexeme, f"^{re.escape(lexeme)}$") for number, lexeme in cursor.fetchall()]


def _in_columns(cursor: Any, table: _Table, spellings: list[Spelling]) -> Iterator[Finding]:
    if not table.columns:
        return
    numbers, words, patterns = (list(part) for part in zip(*spellings, strict=True))
    each = {f"word_{place}": word for place, word in enumerate(dict.fromkeys(words))}
    sought = {"numbers": numbers, "words": words, "patterns": patterns, **each}
    statement = _look(table, table.columns, each)
    step = max(1, AT_A_TIME * table.blocks // max(table.size, 1))
    counts: Counter[tuple[int, str]] = Counter()
    for first in range(0, table.blocks, step):
        part = {"first": f"({first},0)", "last": f"({first + step},0)"}
        cursor.execute(statement, sought | part)
        for number, column, count in cursor.fetchall():
            counts[number, table.place(column)] += count
    yield from (Finding(number, place, count) for (number, place), count in sorted(counts.items()))


def _look(table: _Table, columns: list[str], words: Iterable[str]) -> sql.Composed:
    names = [sql.Identifier(column) for column in columns]
    return sql.SQL(LOOK).format(
        table=table.identifier,
        anything=sql.SQL(" OR ".join(f"strpos(residue_text, %({name})s) > 0" for name in words)),
        columns=sql.SQL(", ").join(names),
        texts=sql.SQL(", ").join(sql.SQL("{}::text").format(name) for name in names),
        pairs=sql.SQL(", ").join(
            sql.SQL("({}, scanned.{}::text)").format(sql.Literal(column), name)
            for column, name in zip(columns, names, strict=True)
        ),
    )


def _in_indexes(cursor: Any, table: _Table, words: dict[str, Any]) -> Iterator[Finding]:
    for column in table.indexes or ():
        cursor.execute(sql.SQL(ASK_THE_INDEX).format(table=table.identifier, column=sql.Identifier(column)), words)
        yield from (Finding(number, table.place(column), count) for number, count in sorted(cursor.fetchall()))
