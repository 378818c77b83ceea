"""Which tables know anything of some persons: one question instead of one for each of them, most of which are empty."""

import uuid
from collections.abc import Iterable
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.expressions import RawSQL

Place = tuple[type[Model], str]  # a model, and the path from its rows to the person


def filled(places: Iterable[Place], ids: Iterable[uuid.UUID]) -> frozenset[Place]:
    """Those of the places where a row of one of these persons stands; an alias is asked for by its own number."""
    asked = tuple(places)
    with connection.cursor() as cursor:
        cursor.execute(_statement(asked), [list(ids)])
        return frozenset(place for place, is_there in zip(asked, cursor.fetchone(), strict=True) if is_there)


@cache
def _statement(places: tuple[Place, ...]) -> str:
    """Written by Django once, since it writes the same each time; the numbers are sent once for all tables."""
    return f"WITH person (id) AS (SELECT unnest(%s::uuid[])) SELECT {', '.join(map(_exists, places))}"


def _exists(place: Place) -> str:
    model, path = place
    rows = model._base_manager.filter(**{f"{path}__in": RawSQL("SELECT id FROM person", [])}).values("pk")
    statement, parameters = rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    assert not parameters
    return f"EXISTS ({statement})"
