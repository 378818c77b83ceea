"""The database held against the declarations: what Django's models cannot know. Run by `migrate` and
`check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from privacy import declarations, graph

KEYS = """
SELECT child.relname, attribute.attname, parent.relname,
  EXISTS (SELECT 1 FROM pg_index WHERE indrelid = child.oid AND indkey[0] = attribute.attnum AND indpred IS NULL)
FROM pg_constraint key
JOIN pg_class child ON child.oid = key.conrelid JOIN pg_class parent ON parent.oid = key.confrelid
JOIN pg_attribute attribute ON attribute.attrelid = key.conrelid AND attribute.attnum = key.conkey[1]
WHERE key.contype = 'f' AND key.connamespace = 'public'::regnamespace
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
OURS = {"django_migrations"}  # Django's own list of what was run


@register(Tags.database)
def database_holds(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Foreign keys and tables that are there and not known, and foreign keys of personal tables without an index."""
    if "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(KEYS)
        keys = cursor.fetchall()
        cursor.execute(TABLES)
        tables = {name for (name,) in cursor.fetchall()}
    if "django_migrations" not in tables:
        return []  # nothing is there yet
    return [*_strangers(keys), *_unindexed(keys), *_ownerless(tables)]


def _models() -> list[Any]:
    return list(apps.get_models(include_auto_created=True))


def _strangers(keys: list[tuple[str, str, str, bool]]) -> list[CheckMessage]:
    known = {(model._meta.db_table, field.column) for model in _models() for field in graph.foreign_keys(model)}
    return [
        Error(
            f"The database has a foreign key {child}.{column} to {parent} that no model knows.",
            hint="Declare its model, or drop it: it would make people impossible to erase.",
            id="privacy.E021",
        )
        for child, column, parent, _ in keys
        if (child, column) not in known
    ]


def _unindexed(keys: list[tuple[str, str, str, bool]]) -> list[CheckMessage]:
    personal = {declaration.model._meta.db_table for declaration in declarations.personal_models()}
    return [
        Error(
            f"The database has no index on the foreign key {child}.{column}.",
            hint="Add one that starts with it: each deletion would scan the table.",
            id="privacy.E020",
        )
        for child, column, parent, has_index in keys
        if (child in personal or parent in personal) and not has_index
    ]


def _ownerless(tables: set[str]) -> list[CheckMessage]:
    owned = {model._meta.db_table for model in _models()} | OURS
    return [
        Error(
            f"The database has a table {name} that no model owns.",
            hint="Give it a model and declare that, or drop it: nobody would erase what is in it.",
            id="privacy.E022",
        )
        for name in sorted(tables - owned)
    ]
