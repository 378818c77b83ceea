"""Rows into a table by COPY, which asks the database no less: constraints, triggers and generated columns are all of it."""

import datetime
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import AutoField, DateTimeField, GeneratedField, Model
from psycopg import sql

from fremrykk.accounts.management.scale.people import Row


def copy(model: type[Model], rows: Iterator[Row], now: datetime.datetime) -> None:
    """Every column a row does not name has the model's own default, worked out once."""
    if (first := next(rows, None)) is None:
        return
    usual = {column: value for column, value in _defaults(model, now) if column not in first}
    columns = [*first, *usual]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    same = tuple(usual.values())
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for row in chain((first,), rows):
            out.write_row((*row.values(), *same))


def _defaults(model: type[Model], now: datetime.datetime) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, AutoField | GeneratedField):
            continue
        value = now if isinstance(field, DateTimeField) and field.has_default() else field.get_default()
        yield str(field.column), value
