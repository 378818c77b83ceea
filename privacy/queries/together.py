"""Several small things in one statement: each is little, and all stand on one page."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Rows = QuerySet[Any, Any]


def counts(wanted: Sequence[Rows]) -> list[int]:
    """How many rows each of these finds."""
    return _asked([each.order_by() for each in wanted], "count(*)")


def rows(*wanted: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each, in its order, with what they are annotated with; rows they refer to are not read along.

    They come as JSON, so a field that holds bytes, or keeps its value otherwise than it is read, does not belong here.
    """
    found = _asked(wanted, "json_agg(found)::text")
    return [[_row(each, row) for row in json.loads(said or "[]")] for each, said in zip(wanted, found, strict=True)]


def _asked(wanted: Sequence[Rows], what: str) -> list[Any]:
    if not wanted:
        return []
    parts: list[str] = []
    values: list[Any] = []
    for each in wanted:
        sql, params = _sql(each)
        parts.append(f"(SELECT {what} FROM ({sql}) found)")  # noqa: S608  what the ORM wrote, its values apart
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())


def _sql(each: Rows) -> tuple[str, Sequence[Any]]:
    """The statement of one; nothing, where it is clear before it is asked that there is nothing."""
    try:
        return each.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT WHERE false", ()


def _row(asked: QuerySet[Any], said: dict[str, Any]) -> Any:
    fields = [field for field in asked.model._meta.concrete_fields if field.column in said]
    values = [field.to_python(said[field.column]) for field in fields]
    row = asked.model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)
    for name, added in asked.query.annotation_select.items():
        setattr(row, name, added.output_field.to_python(said[name]))
    return row
