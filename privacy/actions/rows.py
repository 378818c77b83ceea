"""Adding many rows at once: the ORM takes longer to write such a sentence than the database to do what it says."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model
from psycopg import sql

from privacy import graph

# What all have in common is sent once.
ADD = """
    INSERT INTO {table} ({columns})
    SELECT {columns} FROM jsonb_populate_recordset(jsonb_populate_record(NULL::{table}, %s), %s) {or_else}
"""


def add(model: type[Model], rows: Iterable[Mapping[str, Any]], *, once: bool = False) -> None:
    """Add rows given by column, in one statement; what a row leaves out has the model's default.

    They travel as one JSON text that the database reads as rows of its own table. `once`: one that is there stays.
    """
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    whole = [_filled(row, fields) for row in rows]
    if not whole:
        return
    statement = sql.SQL(ADD).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(graph.column_of(field)) for field in fields),
        or_else=sql.SQL("ON CONFLICT DO NOTHING" if once else ""),
    )
    same = {column: value for column, value in whole[0].items() if all(row[column] == value for row in whole)}
    own = [{column: value for column, value in row.items() if column not in same} for row in whole]
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(same, default=str), json.dumps(own, default=str)])


def _filled(row: Mapping[str, Any], fields: Iterable[Any]) -> dict[str, Any]:
    return {each.column: row[each.column] if each.column in row else each.get_default() for each in fields}
