"""Rows about several people: that each of them can go without the others, and that nothing of theirs is left behind."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error

from privacy import graph
from privacy.declarations import Declaration, Kind

OF_ITS_OWN = ("subject", "keep", "expires", "hops", "outlives")  # what a row about one person may have
EMPTIED = (Kind.DATA, Kind.FILE, Kind.DERIVED, Kind.SOFT, Kind.LINK)


def shared_rows_hold(declaration: Declaration) -> Iterable[CheckMessage]:
    """What is wrong with the `shared(…)` keys of one declaration, and what to write instead."""
    if declaration.shared_keys:
        yield from _keys_can_be_emptied(declaration)
        yield from _fields_can_be_emptied(declaration)
        yield from _copies_are_emptied(declaration)
        yield from _is_nothing_else(declaration)


def _fields(declaration: Declaration) -> dict[str, Any]:
    return {field.name: field for field in declaration.model._meta.concrete_fields}


def _keys_can_be_emptied(declaration: Declaration) -> Iterable[CheckMessage]:
    for name in declaration.shared_keys:
        field = _fields(declaration).get(name)
        if field is not None and not field.null:
            yield Error(
                f"{declaration.label}.{name} is shared and cannot be null.",
                hint="Give it null=True: it is emptied when that person goes and another one is left in the row.",
                id="privacy.E009",
            )


def _fields_can_be_emptied(declaration: Declaration) -> Iterable[CheckMessage]:
    for key, spec in declaration.shared_keys.items():
        for name in spec.about:
            if wrong := _unfit(declaration, name):
                yield Error(
                    f"{declaration.label}.{key} says that {name} is about that person: {wrong}.",
                    hint="In about=(…) stand fields of the same row that can be null or an empty text.",
                    id="privacy.E010",
                )


def _unfit(declaration: Declaration, name: str) -> str:
    field, spec = _fields(declaration).get(name), declaration.fields.get(name)
    if field is None:
        return "there is no such field"
    if spec is None:
        return "it is not declared"
    if spec.kind not in EMPTIED:
        return "it is a key to a person"
    return "" if graph.can_be_emptied(field) else "it cannot be emptied"


def _copies_are_emptied(declaration: Declaration) -> Iterable[CheckMessage]:
    """The database itself makes a generated column anew; any other copy must be emptied with its source."""
    named = {name for spec in declaration.shared_keys.values() for name in spec.about}
    for name, spec in declaration.fields.items():
        field = _fields(declaration).get(name)
        if spec.kind is Kind.DERIVED and name not in named and not getattr(field, "generated", False):
            yield Error(
                f"{declaration.label}.{name} is {spec.reason} and would stay when that is emptied.",
                hint=f'Name "{name}" in about=(…) beside the field it is made from.',
                id="privacy.E011",
            )


def _is_nothing_else(declaration: Declaration) -> Iterable[CheckMessage]:
    for wrong in _contradictions(declaration):
        yield Error(
            f"{declaration.label} is about several people and {wrong}.",
            hint="Such a row has two or more shared(…) keys, no owner() and no path, and goes with the last of them.",
            id="privacy.E012",
        )


def _contradictions(declaration: Declaration) -> Iterable[str]:
    if len(declaration.shared_keys) == 1:
        yield "has only one key to them"
    for name, spec in declaration.fields.items():
        if spec.kind is Kind.OWNER:
            yield f"would go with one of them, by {name}"
    for name in OF_ITS_OWN:
        if getattr(declaration, name):
            yield f"has {name}=…, as if it were about one"
    for name in declaration.shared_keys:
        field = _fields(declaration).get(name)
        if field is not None and field.related_model is declaration.model:
            yield f"points at another such row by {name}, as if that were one of them"
