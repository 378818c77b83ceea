"""Which operations of a migration hold a table, and what is done instead."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.contrib.postgres.operations import AddIndexConcurrently as DjangosAdd
from django.contrib.postgres.operations import RemoveIndexConcurrently as DjangosRemove
from django.db import connection
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.models import Expression, ForeignKey, GeneratedField, Value
from django.db.models.fields import NOT_PROVIDED
from django.db.models.functions import Now

from fremrykk.local import unsafe_sql
from privacy.migrations import _safely as safely

BESIDE = (
    DjangosAdd, DjangosRemove, safely.AddUniqueConcurrently, safely.AddForeignKeyNotValid, safely.BatchedBackfill,
)  # fmt: skip
SCHEMA = (
    operations.AddField, operations.AlterField, operations.AddIndex, operations.AddConstraint, operations.CreateModel,
    operations.RemoveField, operations.DeleteModel,
)  # fmt: skip
WRITES = re.compile(r"\.(update|delete|save|bulk_update|update_or_create)\(")


@dataclass
class Seen:
    """What the migrations before did that later ones must go on with."""

    not_valid: dict[str, str] = field(default_factory=dict)  # constraint -> migration
    validated: dict[str, str] = field(default_factory=dict)
    forgotten: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, done: list[Operation], migration: str) -> None:
        for each in done:
            if isinstance(each, AddConstraintNotValid):
                self.not_valid[each.constraint.name] = migration
            if isinstance(each, safely.AddForeignKeyNotValid):
                self.not_valid[each.constraint_name] = migration
            if isinstance(each, ValidateConstraint):
                self.validated[each.name] = migration
            if isinstance(each, safely.ForgetField):
                self.forgotten.add((each.model_name.lower(), each.name.lower()))
            if isinstance(each, safely.ForgetModel):
                self.forgotten.add(("", each.name.lower()))

    def unvalidated(self) -> list[str]:
        return [
            f"{name} was added NOT VALID in {where}, and no later migration has ValidateConstraint for it."
            for name, where in self.not_valid.items()
            if self.validated.get(name, where) == where
        ]


def name_of(operation: Operation) -> str:
    """How a complaint, and a reason against it, names the operation: its kind, and what of."""
    what = getattr(operation, "model_name", "") or getattr(operation, "name", "")
    part = getattr(operation, "name", "") if getattr(operation, "model_name", "") else ""
    code = getattr(getattr(operation, "code", None), "__name__", "")
    return " ".join(filter(None, [type(operation).__name__, f"{what}.{part}" if part else what, code]))


def complaint(operation: Operation, migration: Migration, created: set[str], seen: Seen, state: Any) -> str | None:
    """A sentence with what to do instead; None for what holds nobody."""
    if isinstance(operation, BESIDE) and migration.atomic:
        return "It is done beside the running program: atomic = False on its migration."
    if isinstance(operation, safely.BatchedBackfill | operations.RunPython) and _changes_schema(migration):
        return "Schema and data are changed apart: a migration for each."
    if str(getattr(operation, "model_name", "")).lower() in created:
        return None
    for kind, judge in JUDGES.items():
        if isinstance(operation, kind):
            return judge(operation, seen, state, migration)
    return None


def _changes_schema(migration: Migration) -> bool:
    return any(isinstance(each, SCHEMA) for each in migration.operations)


def _nothing(*_: Any) -> None:
    return None


def _says(sentence: str) -> Callable[..., str]:
    return lambda *_: sentence


def _add_field(operation: Any, *_: Any) -> str | None:
    new: Any = operation.field
    if new.many_to_many:
        return None
    return next((said for is_so, said in ADDED.items() if ADDED_IF[is_so](new)), None)


def _has_no_value(new: Any) -> bool:
    """What the program before writes has none; Django takes its own default back when the column is there."""
    return not new.null and new.db_default is NOT_PROVIDED


ADDED_IF: dict[str, Callable[[Any], bool]] = {
    "generated": lambda new: isinstance(new, GeneratedField),
    "key": lambda new: isinstance(new, ForeignKey) and (new.db_constraint or new.db_index),  # type: ignore[attr-defined]
    "index": lambda new: bool(new.unique or new.db_index),
    "without value": _has_no_value,
    "worked out": lambda new: isinstance(new.db_default, Expression) and not isinstance(new.db_default, Value | Now),
}
ADDED = {
    "generated": "It writes the whole table anew (237 s for a million rows): a plain column, a trigger, and BatchedBackfill.",
    "key": "Its rule and its index hold both tables: AddForeignKeyNotValid, with atomic = False, and ValidateConstraint later.",
    "index": "Its index holds all writers: the plain field, and AddIndexConcurrently or AddUniqueConcurrently after it.",
    "without value": "NOT NULL without db_default: the program before writes rows without it. null=True, or a db_default.",
    "worked out": "Its default is worked out row by row, and the table written anew: null=True, and BatchedBackfill.",
}


def _alter_field(operation: Any, seen: Seen, state: Any, migration: Migration) -> str | None:
    model = state.apps.get_model(migration.app_label, operation.model_name)
    old, new = model._meta.get_field(operation.name), operation.field
    if old.null and not new.null:
        return "SET NOT NULL reads the whole table: AddConstraintNotValid(… IS NOT NULL), ValidateConstraint, then this, with a reason."
    if (new.unique and not old.unique) or (new.db_index and not old.db_index):
        return "Its index holds all writers: AddIndexConcurrently or AddUniqueConcurrently."
    if isinstance(new, ForeignKey) or isinstance(old, ForeignKey):
        same = getattr(old, "db_constraint", None) == getattr(new, "db_constraint", None)
        return (
            None
            if same and type(old) is type(new)
            else "Another rule or type for a column in use: a new column beside the old one."
        )
    before, after = old.db_type(connection), _bound(new, model).db_type(connection)
    return (
        None
        if _is_no_rewrite(before, after)
        else f"{before} becomes {after}, and the whole table is written anew: a new column beside the old one."
    )


def _bound(new: Any, model: Any) -> Any:
    copy = new.clone()
    copy.set_attributes_from_name(new.name or "x")
    copy.model = model
    return copy


def _is_no_rewrite(before: str, after: str) -> bool:
    """The same, or letters with more room: those PostgreSQL only writes down."""
    lengths = [re.fullmatch(r"varchar\((\d+)\)", each) for each in (before, after)]
    if lengths[0] and lengths[1]:
        return int(lengths[1][1]) >= int(lengths[0][1])
    return before == after or bool(lengths[0] and after in ("text", "varchar"))


def _run_sql(operation: Any, *_: Any) -> str | None:
    parts = operation.sql if isinstance(operation.sql, list | tuple) else [operation.sql]
    return unsafe_sql.complaint(";".join(each[0] if isinstance(each, list | tuple) else each for each in parts))


def _run_python(operation: Any, *_: Any) -> str | None:
    """What its own lines write; what they call is for the reader to see."""
    if WRITES.search(inspect.getsource(operation.code)):
        return "All rows in one transaction: BatchedBackfill, or a reason why they are few."
    return None


def _drop(operation: Any, seen: Seen, *_: Any) -> str | None:
    named = (str(getattr(operation, "model_name", "")).lower(), operation.name.lower())
    return (
        None
        if named in seen.forgotten
        else "An earlier migration, of a release before, must forget it first: ForgetField, ForgetModel."
    )


# The first kind that fits judges: helpers before what they are made of.
JUDGES: dict[type, Callable[..., str | None]] = {
    DjangosAdd: _nothing,
    DjangosRemove: _nothing,
    safely.AddUniqueConcurrently: _nothing,
    AddConstraintNotValid: _nothing,
    safely.AddForeignKeyNotValid: _nothing,
    safely.ForgetField: _nothing,
    safely.ForgetModel: _nothing,
    safely.Drop: _drop,
    operations.AddIndex: _says("CREATE INDEX holds all writers: AddIndexConcurrently, with atomic = False."),
    operations.RemoveIndex: _says("DROP INDEX waits for everybody: RemoveIndexConcurrently, with atomic = False."),
    operations.AddConstraint: _says("It reads the whole table: AddConstraintNotValid and ValidateConstraint; or AddUniqueConcurrently."),
    operations.AddField: _add_field,
    operations.AlterField: _alter_field,
    operations.RenameField: _says("The program before knows the old name: a new field beside it, and the old one goes two releases later."),
    operations.RenameModel: _says("The program before knows the old table: a new one beside it, and the old one goes two releases later."),
    operations.AlterModelTable: _says("The program before knows the old table: db_table stays as it is."),
    operations.RemoveField: _says("The program before still writes it: ForgetField now, DropColumn a release later."),
    operations.DeleteModel: _says("The program before still uses it: ForgetModel now, DropTable a release later."),
    operations.AlterUniqueTogether: _says("It builds an index that holds all writers: AddUniqueConcurrently."),
    operations.RunSQL: _run_sql,
    operations.RunPython: _run_python,
}  # fmt: skip
