"""Which tables have a row that hangs on rows about to go: one question, where most of many deletions would find nothing."""

from functools import cache
from typing import Any

from psycopg import sql

from privacy import graph
from privacy.graph import Hop


def hanging(cursor: Any, hops: tuple[Hop, ...], values: object) -> frozenset[Hop]:
    """Those of the hops, all from one column, by which a row names one of the values.

    Asked when the rows with these values are deleted already, by foreign keys alone: whoever adds one more waits for that
    transaction, and is refused. Each value has few rows, so that the planner never reads a whole table to find any.
    """
    cursor.execute(_statement(hops), [values])
    return frozenset(hop for hop, is_there in zip(hops, cursor.fetchone(), strict=True) if is_there)


@cache
def _statement(hops: tuple[Hop, ...]) -> sql.Composed:
    """The values are sent once, and are no constants to the planner: it would weigh each of them for each table."""
    kind = sql.SQL(graph.type_of(hops[0].child, hops[0].column))
    exists = sql.SQL("EXISTS (SELECT FROM {table} WHERE {column} = ANY ((SELECT these FROM gone)::{kind}[]))")
    asked = (
        exists.format(table=sql.Identifier(hop.child._meta.db_table), column=sql.Identifier(hop.column), kind=kind)
        for hop in hops
    )
    return sql.SQL("WITH gone AS (SELECT %s::{}[] AS these) SELECT {}").format(kind, sql.SQL(", ").join(asked))
