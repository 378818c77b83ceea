"""How long a statement may take: longer than anybody waits for it, the database gives it up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


class TookTooLong(Exception):
    """A statement was given up. What it did, with all in its block, is undone."""


@contextmanager
def at_most(wait: str, *, then: str = "DEFAULT") -> Iterator[None]:
    """Raises `TookTooLong` when a statement in the block takes longer than `wait` ("200ms", "5s"). `then`: the limit behind it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout TO {_written(wait)}")
            yield
            cursor.execute(f"SET LOCAL statement_timeout TO {_written(then)}")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise


def _written(wait: str) -> str:
    return wait if wait == "DEFAULT" else f"'{wait}'"
