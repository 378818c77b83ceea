"""Rows about several people: what is about those who go is emptied, and a row goes with the last of its people.

Three statements, in this order. Lock the rows by number, so that two workers with the same rows cannot deadlock. Empty
them. Only then, in a statement that sees what the other worker has committed, delete those nobody is left in. The other
order leaves a row without people for ever when one worker erases the candidate and one the referee: neither finds
nobody left, then both empty it.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from privacy import graph
from privacy.graph import Hop, Step

Owners = dict[Any, uuid.UUID]  # a value of a column -> whose it is


@dataclass
class Redacted:
    """Rows that lost people: who went from each (by primary key), and the `files` of emptied columns."""

    people: defaultdict[Any, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    files: set[str] = field(default_factory=set)


def redact(cursor: Any, step: Step, gone: Mapping[Hop, Owners]) -> Redacted:
    """Empty, in the rows of this table, the keys to those who are `gone` and all that is about them."""
    redacted = Redacted()
    for pk, row in _locked(cursor, step, gone):
        for hop, owners in gone.items():
            if row[hop.column] in owners:
                redacted.people[pk].add(owners[row[hop.column]])
                redacted.files |= {row[column] for column in step.files if column in hop.about and row[column]}
    for hop, owners in gone.items() if redacted.people else ():
        _empty(cursor, step, hop, list(redacted.people), list(owners))
    return redacted


def _locked(cursor: Any, step: Step, gone: Mapping[Hop, Owners]) -> list[tuple[Any, dict[str, Any]]]:
    statement = sql.SQL("SELECT {columns} FROM {table} WHERE {theirs} ORDER BY {pk} FOR UPDATE").format(
        columns=sql.SQL(", ").join(map(sql.Identifier, step.returning)),
        table=sql.Identifier(step.table),
        theirs=sql.SQL(" OR ").join(map(_names_one_of, gone)),
        pk=sql.Identifier(step.pk),
    )
    cursor.execute(statement, [list(owners) for owners in gone.values()])
    return [(values[0], dict(zip(step.returning, values, strict=True))) for values in cursor.fetchall()]


def _empty(cursor: Any, step: Step, hop: Hop, pks: list[Any], values: list[Any]) -> None:
    """One statement for the key and what is about that person: nobody ever sees the one without the other."""
    statement = sql.SQL("UPDATE {table} SET {emptied} WHERE {pk} = ANY(%s::{type}[]) AND {theirs}").format(
        table=sql.Identifier(step.table),
        emptied=sql.SQL(", ").join(_as_empty(step, column) for column in (hop.column, *hop.about)),
        pk=sql.Identifier(step.pk),
        type=sql.SQL(graph.type_of(step.model, step.pk)),
        theirs=_names_one_of(hop),
    )
    cursor.execute(statement, [pks, values])


def _as_empty(step: Step, column: str) -> sql.Composable:
    value = sql.SQL("NULL" if graph.field_of(step.model, column).null else "''")
    return sql.SQL("{} = {}").format(sql.Identifier(column), value)


def _names_one_of(hop: Hop) -> sql.Composable:
    kind = sql.SQL(graph.type_of(hop.child, hop.column))
    return sql.SQL("{} = ANY(%s::{}[])").format(sql.Identifier(hop.column), kind)
