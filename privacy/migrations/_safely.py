"""Changes of a table that is full and in use: nobody waits for longer than `migrate` waits for a lock (two seconds).

Each stands in a migration of its own kind: what is built beside the running program (indexes, backfills) says
`atomic = False`, and may be begun again after it was broken off. `make check` refuses the other ways
(fremrykk/local/unsafe_migrations.py), and UPGRADING.md tells in which order they go together.
"""

import time

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.contrib.postgres.operations import AddIndexConcurrently as DjangosAdd
from django.contrib.postgres.operations import RemoveIndexConcurrently as DjangosRemove
from django.db import NotSupportedError, connections, transaction
from django.db.migrations.operations import AddConstraint, AddField, DeleteModel, RemoveField
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.utils import OperationalError

__all__ = [
    "AddConstraintNotValid", "AddForeignKeyNotValid", "AddIndexConcurrently", "AddUniqueConcurrently", "BatchedBackfill",
    "DropColumn", "DropTable", "ForgetField", "ForgetModel", "RemoveIndexConcurrently", "ValidateConstraint",
]

IS_BROKEN = """
SELECT format('DROP INDEX CONCURRENTLY %%s', indexrelid::regclass) FROM pg_index
WHERE indexrelid = to_regclass(quote_ident(%s)) AND NOT indisvalid
"""
IS_THERE = "SELECT to_regclass(quote_ident(%s)) IS NOT NULL"
TRIES = 10


def outside_of_transactions(operation, schema_editor):
    if schema_editor.connection.in_atomic_block:
        raise NotSupportedError(f"{type(operation).__name__} needs atomic = False on its migration.")


class Unhurried:
    """Statements nobody waits for, for as long as they take."""

    def __init__(self, schema_editor):
        self.connection = schema_editor.connection

    def __enter__(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            self.before = cursor.fetchone()
            cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")

    def __exit__(self, *_):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)", self.before)


def sweep_broken(schema_editor, name):
    """What a build that was broken off left: an index that is kept up to date and answers nothing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(IS_BROKEN, [name])
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
        cursor.execute(IS_THERE, [name])
        return cursor.fetchone()[0]


class AddIndexConcurrently(DjangosAdd):
    """Django's, which may be begun again."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        outside_of_transactions(self, schema_editor)
        with Unhurried(schema_editor):
            if not sweep_broken(schema_editor, self.index.name):
                super().database_forwards(app_label, schema_editor, from_state, to_state)


class RemoveIndexConcurrently(DjangosRemove):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        outside_of_transactions(self, schema_editor)
        with Unhurried(schema_editor):
            if sweep_broken(schema_editor, self.name):
                super().database_forwards(app_label, schema_editor, from_state, to_state)


class AddUniqueConcurrently(AddConstraint):
    """A unique constraint: its index is built beside the running program, and made the constraint in one short step."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        outside_of_transactions(self, schema_editor)
        model, one = to_state.apps.get_model(app_label, self.model_name), self.constraint
        made = one.create_sql(model, schema_editor)
        table, name = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(one.name)
        with Unhurried(schema_editor):
            is_there = sweep_broken(schema_editor, one.name)
            if "CREATE UNIQUE INDEX" in str(made):  # with a condition or an expression: an index is all there is
                if not is_there:
                    schema_editor.execute(str(made).replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY", 1), params=None)
                return
            columns = ", ".join(schema_editor.quote_name(model._meta.get_field(field).column) for field in one.fields)
            if not is_there:
                schema_editor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns})", params=None)
        late = {None: "", "deferred": " DEFERRABLE INITIALLY DEFERRED", "immediate": " DEFERRABLE INITIALLY IMMEDIATE"}
        deferrable = late[one.deferrable.value if one.deferrable else None]
        schema_editor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}{deferrable}", params=None)


class AddForeignKeyNotValid(AddField):
    """A column that names another table: the column, its index beside the running program, and the rule for new rows.

    `ValidateConstraint(model, operation.constraint_name)` in a later migration holds the old rows against it.
    """

    atomic = False

    def __init__(self, model_name, name, field, constraint_name):
        self.constraint_name = constraint_name
        super().__init__(model_name, name, field)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        outside_of_transactions(self, schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        field, quote = model._meta.get_field(self.name), schema_editor.quote_name
        table, column, index = model._meta.db_table, field.column, f"{self.constraint_name}_index"
        far = field.remote_field.model._meta
        execute = schema_editor.execute
        execute(f"ALTER TABLE {quote(table)} ADD COLUMN IF NOT EXISTS {quote(column)} {field.db_type(schema_editor.connection)}", params=None)
        with Unhurried(schema_editor):
            if not sweep_broken(schema_editor, index):
                execute(f"CREATE INDEX CONCURRENTLY {quote(index)} ON {quote(table)} ({quote(column)})", params=None)
        execute(
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(self.constraint_name)} FOREIGN KEY ({quote(column)}) "
            f"REFERENCES {quote(far.db_table)} ({quote(far.pk.column)}) DEFERRABLE INITIALLY DEFERRED NOT VALID",
            params=None,
        )


class BatchedBackfill(Operation):
    """UPDATE of a whole table, some thousand rows a transaction, in the order of the primary key.

    `where` says which rows are still to be done, so that beginning again does only these; both are SQL of our own.
    """

    atomic = False
    reduces_to_sql = False
    category = OperationCategory.PYTHON

    def __init__(self, model_name, changes, where, size=2_000, pause=0.02):
        self.model_name, self.changes, self.where, self.size, self.pause = model_name, changes, where, size, pause

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        outside_of_transactions(self, schema_editor)
        meta, quote = to_state.apps.get_model(app_label, self.model_name)._meta, schema_editor.quote_name
        table, key = quote(meta.db_table), quote(meta.pk.column)
        rows = f"SELECT {key} FROM {table} WHERE ({self.where}){{after}} ORDER BY {key} LIMIT {self.size}"
        update = (
            f"WITH batch AS MATERIALIZED ({rows}), changed AS (UPDATE {table} SET {self.changes} "
            f"WHERE {key} IN (SELECT {key} FROM batch) AND ({self.where})) "
            f"SELECT {key} FROM batch ORDER BY {key} DESC LIMIT 1"
        )
        last = None
        while found := self._batch(schema_editor, update, key, last):
            last = found
            time.sleep(self.pause)  # others come to their turn

    def _batch(self, schema_editor, update, key, last):
        statement = update.replace("{after}", "" if last is None else f" AND {key} > %(last)s")
        alias = schema_editor.connection.alias
        for tried in range(1, TRIES + 1):
            try:
                with transaction.atomic(alias), connections[alias].cursor() as cursor:
                    cursor.execute(statement, {"last": last})
                    row = cursor.fetchone()
                    return row[0] if row else None
            except OperationalError:  # somebody holds one of these rows, or we would have waited for each other
                if tried == TRIES:
                    raise
                time.sleep(tried)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def describe(self):
        return f"Fill {self.model_name} in batches"


class ForgetField(RemoveField):
    """The program knows the column no longer; it stays for the program before, and asks nothing of new rows."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        field, quote = model._meta.get_field(self.name), schema_editor.quote_name
        if not field.null:
            schema_editor.execute(f"ALTER TABLE {quote(model._meta.db_table)} ALTER COLUMN {quote(field.column)} DROP NOT NULL", params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class ForgetModel(DeleteModel):
    """The program knows the table no longer; it stays for the program before."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass

    database_backwards = database_forwards


class Drop(Operation):
    """What was forgotten by a migration before, of an earlier release."""

    reversible = False
    category = OperationCategory.REMOVAL

    def state_forwards(self, app_label, state):
        pass


class DropColumn(Drop):
    def __init__(self, model_name, name, column=None):
        self.model_name, self.name, self.column = model_name, name, column or name

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        quote = schema_editor.quote_name
        schema_editor.execute(f"ALTER TABLE {quote(table)} DROP COLUMN IF EXISTS {quote(self.column)}", params=None)


class DropTable(Drop):
    def __init__(self, name, table):
        self.name, self.table = name, table

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP TABLE IF EXISTS {schema_editor.quote_name(self.table)}", params=None)
