"""The rows of one person, reached as the eraser reaches them: the same graph, read instead of deleted."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from privacy import declarations, graph
from privacy.declarations import BY_NUMBER, Declaration, Kind
from privacy.graph import Hop, Step
from privacy.models import Subject


@dataclass(frozen=True)
class Reached:
    """The rows of one model. `own_keys`: of a row about several people, the keys that name this one."""

    declaration: Declaration
    rows: Sequence[Model]
    own_keys: Mapping[Any, frozenset[str]]


def rows_of(numbers: Sequence[uuid.UUID]) -> Iterator[Reached]:
    """Model by model, each after those its rows hang on; one statement a model. Last what outlives the person."""
    found: dict[tuple[type[Model], str], set[Any]] = defaultdict(set)
    for step in graph.parent_first():
        rows = list(_rows(step, found, numbers))
        for column in set(step.returning) - set(step.files):
            found[step.model, column] |= {_at(row, column) for row in rows} - {None}
        keys = {row.pk: frozenset(_own_keys(step, row, found)) for row in rows} if step.shares else {}
        yield Reached(declarations.of(step.model), rows, keys)
    for declaration in declarations.personal_models():
        if declaration.outlives:
            rows = list(_read(declaration.model).filter(**{f"{BY_NUMBER}__in": numbers}))
            yield Reached(declaration, rows, {})


def _rows(step: Step, found: Mapping[Any, set[Any]], numbers: Sequence[uuid.UUID]) -> Sequence[Model] | QuerySet[Model]:
    if step.model is Subject:
        return _read(step.model).filter(pk__in=numbers)
    hops = [hop for hop in (*step.hops, *step.shares) if found[hop.parent, hop.parent_column]]
    if not hops:
        return ()
    lowered = {f"lowered_{hop.column}": Lower(_name(hop)) for hop in hops if hop.ignore_case}
    wanted = Q()
    for hop in hops:
        wanted |= _names_one_of(hop, found[hop.parent, hop.parent_column])
    rows: QuerySet[Model] = _read(step.model, keep=step.returning).alias(**lowered).filter(wanted)
    return rows


def _names_one_of(hop: Hop, values: set[Any]) -> Q:
    if hop.ignore_case:
        return Q(**{f"lowered_{hop.column}__in": {str(value).lower() for value in values}})
    return Q(**{f"{_name(hop)}__in": values})


def _name(hop: Hop) -> str:
    return str(graph.field_of(hop.child, hop.column).attname)


def _read(model: type[Model], *, keep: Sequence[str] = ()) -> QuerySet[Model]:
    """In the order they came; what is never handed out (a secret, a search index) is not even read."""
    specs = declarations.of(model).fields
    unread = [
        field.name
        for field in model._meta.concrete_fields
        if not (specs[field.name].exported or field.is_relation or field.primary_key or field.column in keep)
        and specs[field.name].kind in (Kind.DATA, Kind.DERIVED)
    ]
    return model._base_manager.defer(*unread).order_by("pk")


def _own_keys(step: Step, row: Model, found: Mapping[Any, set[Any]]) -> Iterator[str]:
    for hop in step.shares:
        if _at(row, hop.column) in found[hop.parent, hop.parent_column]:
            yield str(graph.field_of(step.model, hop.column).name)


def _at(row: Model, column: str) -> Any:
    return getattr(row, graph.field_of(type(row), column).attname)
