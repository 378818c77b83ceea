"""The helpers for migrations on a table that is full and written to all the while: no writer waits three seconds for a lock.

`PROVE=1`: a million rows. The writer says itself when it has waited too long: it gives its lock up, and that is counted.
"""

import os
import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import NotSupportedError, connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Q

from fremrykk.accounts.management.commands import migrate
from privacy.migrations import _safely as safely
from tests.database_role import by_force

ROWS = 1_000_000 if os.environ.get("PROVE") == "1" else 20_000
ROW = {"model_name": "row"}
CHECK = models.CheckConstraint(condition=Q(number__gt=0), name="full_positive")
ONCE = models.UniqueConstraint(fields=["number"], name="full_once")
ONCE_NAMED = models.UniqueConstraint(fields=["name"], condition=~Q(name=""), name="full_once_named")
INDEX = models.Index(fields=["name"], name="full_by_name")
MADE = f"""
CREATE TABLE full_row (id bigserial PRIMARY KEY, number bigint NOT NULL, name text NOT NULL, body text NOT NULL);
INSERT INTO full_row (number, name, body) SELECT n, 'name ' || n, repeat('word ', 60) FROM generate_series(1, {ROWS}) n;
CREATE TABLE full_other (id bigserial PRIMARY KEY);
INSERT INTO full_other DEFAULT VALUES
"""


class Writer(threading.Thread):
    """Writes and changes a row every 20 ms, and never waits longer than `patience` for a lock."""

    def __init__(self, patience: str) -> None:
        super().__init__(daemon=True)
        self.patience, self.is_over, self.written, self.gave_up = patience, threading.Event(), 0, []

    def run(self) -> None:
        told = connection.get_connection_params() | {"options": f"-c lock_timeout={self.patience}"}
        known = {name: told[name] for name in ("host", "user", "dbname", "options")}
        with psycopg.connect(**known, autocommit=True) as writes:
            while not self.is_over.wait(0.02):
                try:
                    row = writes.execute(WRITTEN, [ROWS + self.written + 1]).fetchone()
                    writes.execute("UPDATE full_row SET body = 'new' WHERE id = %s", row)
                    self.written += 1
                except psycopg.errors.LockNotAvailable as error:
                    self.gave_up.append(str(error))


@contextmanager
def written_to(patience: str = "3s"):
    writer = Writer(patience)
    writer.start()
    try:
        yield writer
        so_far = writer.written
        while writer.is_alive() and writer.written < so_far + 3 and not writer.gave_up:
            writer.is_over.wait(0.02)
    finally:
        writer.is_over.set()
        writer.join()


def state():
    made = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("number", models.BigIntegerField()),
        ("name", models.TextField()),
        ("body", models.TextField()),
    ]
    made.add_model(ModelState("full", "Row", fields))
    made.add_model(ModelState("full", "Other", [("id", models.BigAutoField(primary_key=True))]))
    return made


def run(operation, before, *, atomic=True):
    """As the executor does it; returns what the program knows afterwards."""
    after = before.clone()
    operation.state_forwards("full", after)
    with connection.schema_editor(atomic=atomic) as editor:
        operation.database_forwards("full", editor, before, after)
    return after


@pytest.fixture
def full(transactional_db):
    with by_force() as cursor:
        cursor.execute(MADE)
        yield cursor
        cursor.execute("DROP TABLE IF EXISTS full_row; DROP TABLE IF EXISTS full_other")


NOT_FILLED = "SELECT count(*) FROM full_row WHERE town IS DISTINCT FROM name AND id <= %s"
RULES = """
SELECT conname, convalidated FROM pg_constraint WHERE conrelid = 'full_row'::regclass AND contype IN ('c', 'u', 'f')
"""
INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'full_row'::regclass AND indisvalid ORDER BY 1
"""
LEFT = """
SELECT to_regclass('full_other'), count(*) FROM pg_attribute WHERE attrelid = 'full_row'::regclass AND attname = 'body'
"""
WRITTEN = "INSERT INTO full_row (number, name, body) VALUES (%s, '', '') RETURNING id"


def facts(cursor, statement, values=None):
    cursor.execute(statement, values)
    return cursor.fetchall()


def key(**more):
    return models.ForeignKey("full.Other", models.SET_NULL, null=True, **more)


STEPS = [
    (safely.AddIndexConcurrently(**ROW, index=INDEX), False),
    (safely.AddUniqueConcurrently(**ROW, constraint=ONCE), False),
    (safely.AddUniqueConcurrently(**ROW, constraint=ONCE_NAMED), False),
    (safely.AddConstraintNotValid(**ROW, constraint=CHECK), True),
    (safely.ValidateConstraint("row", "full_positive"), True),
    (migrations.AddField(**ROW, name="town", field=models.TextField(null=True)), True),
    (migrations.AddField(**ROW, name="kind", field=models.TextField(db_default="a")), True),
    (safely.BatchedBackfill("row", "town = name", "town IS NULL", pause=0), False),
    (safely.AddForeignKeyNotValid(**ROW, name="other", field=key(), constraint_name="full_other_key"), False),
    (safely.ValidateConstraint("row", "full_other_key"), True),
    (safely.RemoveIndexConcurrently(**ROW, name="full_by_name"), False),
    (safely.ForgetField(**ROW, name="body"), True),
    (safely.ForgetModel("Other"), True),
]


def test_every_helper_leaves_the_writer_at_work(full):
    known = state()
    with written_to() as writer:
        for operation, atomic in STEPS:
            known = run(operation, known, atomic=atomic)

    assert (writer.gave_up, writer.written > 0) == ([], True)
    assert facts(full, NOT_FILLED, [ROWS]) == [(0,)]
    assert dict(facts(full, RULES)) == {
        "full_once": True,
        "full_other_key": True,
        "full_positive": True,
    }
    assert facts(full, INDEXES) == [
        ("full_once",),
        ("full_once_named",),
        ("full_other_key_index",),
        ("full_row_pkey",),
    ]
    full.execute("INSERT INTO full_row (number, name) VALUES (0.5 * 4e9, 'without a body')")


def test_forgotten_first_the_column_and_the_table_go(full):
    known = run(safely.ForgetModel("Other"), run(safely.ForgetField(**ROW, name="body"), state()))

    for each in (safely.DropColumn("row", "body"), safely.DropTable("Other", "full_other")) * 2:
        known = run(each, known)

    assert facts(full, LEFT) == [(None, 0)]


def test_a_change_that_holds_the_table_is_seen_by_the_writer(full):
    with written_to(patience="100ms") as writer:
        full.execute("BEGIN; CREATE INDEX full_by_name ON full_row (name); SELECT pg_sleep(1); COMMIT")

    assert len(writer.gave_up) > 0


@pytest.mark.parametrize(
    "operation", [each for each, atomic in STEPS if not atomic], ids=lambda each: type(each).__name__
)
def test_what_is_done_beside_the_program_refuses_a_transaction(full, operation):
    known = run(safely.AddIndexConcurrently(**ROW, index=INDEX), state(), atomic=False)

    with pytest.raises(NotSupportedError):
        run(operation, known)


def test_an_index_that_broke_off_is_built_anew(full):
    full.execute("INSERT INTO full_row (number, name, body) VALUES (1, 'twice', '')")
    with pytest.raises(Exception, match="full_once"):
        run(safely.AddUniqueConcurrently(**ROW, constraint=ONCE), state(), atomic=False)
    broken = facts(full, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'full_once'::regclass")
    full.execute("DELETE FROM full_row WHERE name = 'twice'")

    run(safely.AddUniqueConcurrently(**ROW, constraint=ONCE), state(), atomic=False)

    assert (broken, facts(full, "SELECT convalidated FROM pg_constraint WHERE conname = 'full_once'")) == (
        [(False,)],
        [(True,)],
    )


def test_a_backfill_goes_on_where_it_broke_off(full):
    full.execute("ALTER TABLE full_row ADD COLUMN done int; UPDATE full_row SET done = 7 WHERE id % 2 = 0")

    run(safely.BatchedBackfill("row", "done = 1", "done IS NULL", size=999, pause=0), state(), atomic=False)

    assert facts(full, "SELECT done, count(*) FROM full_row GROUP BY done ORDER BY done") == [
        (1, ROWS // 2),
        (7, ROWS // 2),
    ]


def test_nothing_of_a_migrations_patience_stays(full):
    before = facts(full, "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")

    run(safely.AddIndexConcurrently(**ROW, index=INDEX), state(), atomic=False)

    assert facts(full, "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')") == before


def test_migrate_waits_two_seconds_and_comes_back(full, monkeypatch, capsys):
    """Somebody holds the table the first migration asks for; each try ends by itself, and the last with a sentence."""
    monkeypatch.setattr(migrate, "TRIES", 2)
    monkeypatch.setattr(migrate, "PAUSE", 0)
    monkeypatch.setattr(migrate, "WAITED", "50ms")
    known = {name: connection.get_connection_params()[name] for name in ("host", "user", "dbname")}
    with psycopg.connect(**known) as other:
        other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(CommandError, match="in use each time"):
            call_command("migrate", verbosity=0)

    assert capsys.readouterr().err.count("once more in") == 1
    assert facts(full, "SHOW lock_timeout") == [("0",)]
