"""What goes with what: the declarations as a graph from `Subject` down, in the order of a safe deletion.

Parents go first. The foreign keys are deferred, so a child that somebody adds in between is refused when the purge
commits first, and is found and deleted when it was added first (measured; see the README, "Decisions").
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, FileField, ForeignKey, Model, TextField

from privacy import declarations
from privacy.declarations import Kind

FOLLOWED = (Kind.OWNER, Kind.CLEAR, Kind.SHARED)


@dataclass(frozen=True)
class Hop:
    """`child.column` names `parent.parent_column`: the child goes with it (`OWNER`), or `column` is emptied (`CLEAR`),
    or emptied together with the columns `about` that one, and the child goes with the last of them (`SHARED`)."""

    parent: type[Model]
    parent_column: str
    child: type[Model]
    column: str
    kind: Kind = Kind.OWNER
    about: tuple[str, ...] = ()
    ignore_case: bool = False
    is_checked: bool = field(default=True, repr=False)  # by a foreign key: a row overlooked would be refused


@dataclass(frozen=True)
class Step:
    """One table of the deletion: how its rows are reached, which columns of them others are reached by."""

    model: type[Model]
    hops: tuple[Hop, ...]
    shares: tuple[Hop, ...]
    clears: tuple[Hop, ...]
    returning: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def pk(self) -> str:
        return column_of(self.model._meta.pk)


@cache
def parent_first() -> tuple[Step, ...]:
    """All personal tables that go with a person, each after those it depends on. Raises on a cycle."""
    hops = [*_foreign_hops(), *_soft_hops()]
    into, out = defaultdict(list), defaultdict(list)
    for hop in hops:
        if hop.kind is not Kind.CLEAR:
            into[hop.child].append(hop)
        out[hop.parent].append(hop)
    order = TopologicalSorter({model: {hop.parent for hop in into[model]} for model in _erasable()}).static_order()
    return tuple(_step(model, into[model], out[model]) for model in order)


def _step(model: type[Model], into: list[Hop], out: list[Hop]) -> Step:
    files = tuple(column_of(field) for field in model._meta.concrete_fields if isinstance(field, FileField))
    owners, shares = (tuple(hop for hop in into if hop.kind is kind) for kind in (Kind.OWNER, Kind.SHARED))
    clears = tuple(hop for hop in out if hop.kind is Kind.CLEAR)
    columns = {hop.parent_column for hop in out} | {hop.column for hop in shares} | set(files)
    pk = column_of(model._meta.pk)
    first = (pk,) if shares or pk in columns else ()
    return Step(model, owners, shares, clears, (*first, *sorted(columns - {pk})), files)


def keys_to(parent: type[Model], column: str) -> tuple[Hop, ...]:
    """The foreign keys by which rows go with what this column of a personal table names."""
    hops = (hop for step in parent_first() for hop in (*step.hops, *step.shares))
    return tuple(hop for hop in hops if hop.is_checked and (hop.parent, hop.parent_column) == (parent, column))


def _erasable() -> list[type[Model]]:
    return [each.model for each in declarations.personal_models() if not each.outlives]


def _foreign_hops() -> Iterable[Hop]:
    """Each foreign key to a personal table; a self-reference is followed through the ids the eraser starts with."""
    for declaration in declarations.declared().values():
        for key in foreign_keys(declaration.model):
            spec = declaration.fields.get(key.name)
            if spec and spec.kind in FOLLOWED and key.related_model is not declaration.model:
                target, column = column_of(key.target_field), column_of(key)
                about = tuple(column_of(declaration.model._meta.get_field(name)) for name in spec.about)
                yield Hop(key.related_model, target, declaration.model, column, spec.kind, about)


def _soft_hops() -> Iterable[Hop]:
    for declaration in declarations.personal_models():
        for soft in declaration.hops:
            parent = apps.get_model(soft.parent)
            hop = Hop(parent, soft.parent_column, declaration.model, soft.column, ignore_case=soft.ignore_case)
            yield replace(hop, is_checked=False)


def can_be_emptied(field: Any) -> bool:
    """Whether a row can stay without what this column says: as null, or as an empty text."""
    is_text = isinstance(field, CharField | TextField | FileField)
    return not getattr(field, "generated", False) and (field.null or (is_text and not field.unique))


def column_of(field: Any) -> str:
    """The column of a concrete field."""
    return str(field.column)


def field_of(model: type[Model], column: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def type_of(model: type[Model], column: str) -> str:
    """The database's name for the type of a column; of a foreign key, that of what it points at."""
    field = field_of(model, column)
    return str((field.target_field if field.is_relation else field).db_type(connection))


def foreign_keys(model: type[Model]) -> list[ForeignKey]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def is_indexed(field: Any) -> bool:
    """Whether Django gives this column an index that starts with it; without one a deletion scans the table."""
    if field.primary_key or field.unique or field.db_index:
        return True
    options = field.model._meta
    firsts = [index.fields[0] for index in options.indexes if index.fields and not index.condition]
    unique: list[Any] = [each for each in options.constraints if not getattr(each, "condition", None)]
    firsts += [each.fields[0] for each in unique if getattr(each, "fields", ())]
    return field.name in firsts
