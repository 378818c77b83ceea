"""The whole database as it is, row by row, in one statement."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from privacy import declarations
from tests.privacy.machine.history import Key

CHANGING = "- 'due_on'"  # when to look at a person again is ours to change
EACH = "SELECT '{label}', {pk}::text, to_jsonb(held) {without} FROM {table} held"


def everything() -> dict[Key, str]:
    """Every row of every model."""
    return _rows(tuple(apps.get_models(include_auto_created=True)), whole=True)


def of_persons() -> dict[Key, str]:
    """The rows that go with a person; the day to look at the person again left out."""
    return _rows(_personal())


def ledgers() -> dict[Key, str]:
    return _rows(tuple(each.model for each in declarations.personal_models() if each.outlives))


@cache
def _personal() -> tuple[Any, ...]:
    return tuple(each.model for each in declarations.personal_models() if not each.outlives)


def _rows(models: Iterable[Any], *, whole: bool = False) -> dict[Key, str]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(models), whole))
        return {(label, pk): held for label, pk, held in cursor.fetchall()}


@cache
def _statement(models: tuple[Any, ...], whole: bool) -> str:
    return " UNION ALL ".join(
        EACH.format(
            label=model._meta.label,
            pk=connection.ops.quote_name(model._meta.pk.column),
            table=connection.ops.quote_name(model._meta.db_table),
            without=CHANGING if model._meta.label == "privacy.Subject" and not whole else "",
        )
        for model in models
    )


def cleared(before: dict[Key, str], gone: set[Key]) -> dict[Key, dict[str, Any]]:
    """The rows that stay, with the keys emptied that name one of these and are declared to be."""
    naming = {
        (declaration.label, field.column): field.related_model._meta.label
        for declaration in declarations.personal_models()
        for field in declaration.model._meta.concrete_fields
        if field.is_relation and declaration.fields[field.name].kind is declarations.Kind.CLEAR
    }
    stays = {key: json.loads(held) for key, held in before.items() if key not in gone}
    return {
        (label, pk): {
            column: None if (naming.get((label, column)), str(value)) in gone else value
            for column, value in held.items()
        }
        for (label, pk), held in stays.items()
    }


def gone_with(before: dict[Key, str], keys: Iterable[Key]) -> set[Key]:
    """These rows, and every row that names one of them by a foreign key that is its owner's, and so on."""
    gone, rows = set(keys), {key: json.loads(held) for key, held in before.items()}
    owners = [
        (declaration.label, field.column, field.related_model._meta.label)
        for declaration in declarations.personal_models()
        for field in declaration.model._meta.concrete_fields
        if field.is_relation and declaration.fields[field.name].kind is declarations.Kind.OWNER
    ]
    while True:
        more = {
            (label, pk)
            for (label, pk), held in rows.items()
            for child, column, parent in owners
            if child == label and (parent, str(held[column])) in gone
        } - gone
        if not more:
            return gone
        gone |= more
