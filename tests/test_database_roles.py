"""The program in its own database: what it cannot do there, tried as its role, and that it needs no more than it has."""

import datetime
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from candidates.models import Candidate
from fremrykk import database_roles
from fremrykk.accounts.apps import finish
from fremrykk.accounts.checks import roles_hold
from fremrykk.database_roles import ADDED_TO_ONLY, COUNTED, NEVER_DELETED, OWNER, PROGRAM, READ_ONLY
from fremrykk.local.postgres import as_role
from privacy.actions import retention
from privacy.models import Erasure
from tests.database_role import by_force
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


def address(role):
    """The database of the test for somebody who logs in as that role, not for a superuser who takes it on."""
    here = urlsplit(os.environ["DATABASE_URL"])
    return as_role(urlunsplit(here._replace(path=f"/{connection.settings_dict['NAME']}")), role)


@contextmanager
def logged_in(role):
    with psycopg.connect(address(role)) as session:
        yield session
        session.rollback()


def answer(role, *statements):
    """What the last one is refused with; nothing when it is done. All of it is taken back."""
    with logged_in(role) as session:
        try:
            for statement in statements:
                session.execute(statement)
        except psycopg.Error as error:
            return str(error.diag.message_primary)
    return ""


SCHEMA = {
    "DROP TABLE privacy_trailentry": "must be owner of table privacy_trailentry",
    "ALTER TABLE candidates_candidate ADD COLUMN more text": "must be owner of table candidates_candidate",
    "ALTER TABLE privacy_trailentry DISABLE TRIGGER append_only": "must be owner of table privacy_trailentry",
    "DROP TRIGGER append_only ON privacy_trailentry": "must be owner of relation privacy_trailentry",
    "DROP INDEX trail_of_a_person": "must be owner of index trail_of_a_person",
    "ALTER FUNCTION privacy_refuse_change() RENAME TO gone": "must be owner of function privacy_refuse_change",
    "CREATE TABLE public.mine (word text)": "permission denied for schema public",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'": "permission denied for schema public",
    "CREATE SCHEMA mine": "permission denied for database test_fremrykk",
    "CREATE TEMPORARY TABLE mine (word text)": 'permission denied to create temporary tables in database "test_fremrykk"',
    "SET session_replication_role = replica": 'permission denied to set parameter "session_replication_role"',
    f"SET ROLE {OWNER}": f'permission denied to set role "{OWNER}"',
    "CREATE ROLE mine": "permission denied to create role",
    "SELECT privacy_expire_rows('2099-01-01')": "permission denied for function privacy_expire_rows",
    "DELETE FROM django_migrations": "permission denied for table django_migrations",
    "UPDATE auth_group_permissions SET group_id = 1": "permission denied for table auth_group_permissions",
}


@pytest.mark.asvs("CFG-11")
@pytest.mark.parametrize("statement", SCHEMA)
def test_the_program_alters_no_schema_and_takes_no_rights(statement):
    assert answer(PROGRAM, statement) == SCHEMA[statement]


@pytest.mark.asvs("CFG-11")
@pytest.mark.parametrize("table", sorted(ADDED_TO_ONLY))
def test_what_was_written_down_once_the_program_can_only_add_to(table):
    changes = [
        f"UPDATE {table} SET id = id",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"SELECT FROM {table} FOR UPDATE",
    ]
    refused = f"permission denied for table {table}"

    assert [answer(PROGRAM, change) for change in changes] == [refused] * 4
    assert answer(PROGRAM, "SET privacy.expiring = 'on'", f"DELETE FROM {table}") == refused
    assert answer(PROGRAM, f"SELECT FROM {table}") == ""


def test_a_table_is_emptied_by_nobody_and_what_is_never_deleted_is_not():
    with connection.cursor() as cursor:
        cursor.execute(database_roles.TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    kept = NEVER_DELETED | READ_ONLY | ADDED_TO_ONLY | {*COUNTED}

    assert {answer(PROGRAM, f"TRUNCATE {table}") for table in tables} == {
        f"permission denied for table {table}" for table in tables
    }
    assert {table for table in tables if answer(PROGRAM, f"DELETE FROM {table} WHERE false")} == kept
    assert kept - set(tables) == set()


def test_of_a_tally_only_the_number_moves():
    assert answer(PROGRAM, "UPDATE candidates_campaigntally SET count = count + 1") == ""
    assert answer(PROGRAM, "UPDATE candidates_campaigntally SET week = week") == (
        "permission denied for table candidates_campaigntally"
    )


# The negative controls: what stops the program does not stop the owner, and what is no promise is not refused.
def test_the_owner_may_and_meets_the_trigger():
    assert answer(OWNER, "ALTER TABLE candidates_candidate ADD COLUMN more text") == ""
    assert answer(OWNER, "TRUNCATE privacy_trailentry") == "privacy_trailentry is append-only: TRUNCATE refused"
    assert answer(PROGRAM, "DELETE FROM candidates_note") == ""


# --- kept true ---
def test_what_may_be_done_is_what_the_list_says():
    assert (database_roles.differences(), roles_hold(databases=["default"])) == ([], [])


@pytest.mark.parametrize(
    ("drift", "said"),
    [
        (f"GRANT DELETE ON privacy_trailentry TO {PROGRAM}", f"{PROGRAM} may DELETE privacy_trailentry."),
        ("GRANT TRUNCATE ON candidates_note TO PUBLIC", f"{PROGRAM} may TRUNCATE candidates_note."),
        (f"GRANT UPDATE (role) ON privacy_trailentry TO {PROGRAM}", f"{PROGRAM} may UPDATE role of privacy_trailentry."),
        (f"REVOKE UPDATE (count) ON candidates_checktally FROM {PROGRAM}", f"{PROGRAM} may UPDATE no column of candidates_checktally."),
        (f"REVOKE INSERT ON candidates_note FROM {PROGRAM}", f"{PROGRAM} may not INSERT candidates_note."),
    ],
)  # fmt: skip
def test_a_right_given_or_taken_by_hand_is_named_and_the_next_migrate_mends_it(drift, said):
    with by_force() as cursor:
        cursor.execute(drift)

    assert [(each.id, each.msg) for each in roles_hold(databases=["default"])] == [("accounts.W001", said)]

    with by_force() as cursor:
        cursor.execute(f"SET ROLE {OWNER}")
        database_roles.grant()
    assert database_roles.differences() == []


def test_migrate_of_the_version_before_leaves_the_rights_of_a_newer_database_alone(caplog):
    with by_force() as cursor:
        cursor.execute(f"SET ROLE {OWNER}")
        MigrationRecorder(connection).record_applied("privacy", "9999_from_tomorrow")
        cursor.execute("CREATE TABLE privacy_ledgeroftomorrow (id integer)")
        cursor.execute(f"GRANT SELECT, INSERT ON privacy_ledgeroftomorrow TO {PROGRAM}")

        finish(using="default")

        cursor.execute("SELECT has_table_privilege(%s, 'privacy_ledgeroftomorrow', 'DELETE')", [PROGRAM])
        assert cursor.fetchone() == (False,)
        assert "migrated by a newer program" in caplog.text

        MigrationRecorder(connection).record_unapplied("privacy", "9999_from_tomorrow")
        finish(using="default")  # the negative control: a table the list does not name is a table like any other
        cursor.execute("SELECT has_table_privilege(%s, 'privacy_ledgeroftomorrow', 'DELETE')", [PROGRAM])
        assert cursor.fetchone() == (True,)


def test_a_server_without_the_role_is_told_so_before_anything_is_migrated(monkeypatch):
    monkeypatch.setattr(database_roles, "PROGRAM", "nobody_here")

    assert [each.id for each in roles_hold(databases=["default"])] == ["accounts.E001"]


def test_migrate_as_the_program_is_a_sentence():
    with pytest.raises(CommandError, match=f"`migrate` must run as the role that owns the database .* {OWNER}"):
        call_command("migrate", verbosity=0)


# --- the start ---
@pytest.mark.asvs("CFG-11")
@pytest.mark.parametrize("role", ["postgres", OWNER])
def test_a_role_that_may_too_much_is_refused(role):
    with by_force() as cursor:
        cursor.execute(f"SET ROLE {role}")
        with pytest.raises(database_roles.MayTooMuch):
            database_roles.refuse_too_much()

    database_roles.refuse_too_much()


CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "fremrykk.celery:app"]
PROGRAMS = {
    "web": [sys.executable, "-c", "import fremrykk.wsgi"],
    "worker": [*CELERY, "worker", "--pool", "solo"],
    "beat": [*CELERY, "beat", "--schedule", "{folder}/schedule"],
}


@pytest.mark.asvs("CFG-11")
def test_web_worker_and_beat_refuse_to_start_as_the_owner(tmp_path):
    environment = os.environ | {"DATABASE_URL": address(OWNER)}
    begun = {
        name: subprocess.Popen(
            [word.format(folder=tmp_path) for word in command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in PROGRAMS.items()
    }

    said = {name: program.communicate(timeout=60)[0] for name, program in begun.items()}

    assert [name for name, program in begun.items() if not program.returncode] == []
    assert [name for name, text in said.items() if f"It must be {PROGRAM}" not in text] == []


# --- the program, logged in as its role ---
NIGHT = """
import django; django.setup()
from django.core.management import call_command
call_command("rotate_keys", list=True)
call_command("verify_trail")
call_command("purge", json=True)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("approved_periods")
def test_a_night_needs_no_more_than_the_program_has():
    sent = timezone.now() - datetime.timedelta(days=3 * 365)
    old = ApplicationFactory(
        submitted_at=sent, stage_since=sent, candidate__last_active_at=sent, candidate__created_at=sent
    ).candidate
    new = ApplicationFactory().candidate
    retention.refresh(old.subject_id, new.subject_id)

    night = subprocess.run(
        [sys.executable, "-c", NIGHT], env=os.environ | {"DATABASE_URL": address(PROGRAM)}, capture_output=True, text=True, check=True
    )  # fmt: skip

    assert json.loads(night.stdout.splitlines()[-1]) == {"due": 1, "erased": 1, "kept": 0, "review": 0, "failed": 0}
    assert list(Candidate.objects.values_list("pk", flat=True)) == [new.pk]
    assert Erasure.objects.filter(subject_uuid=old.subject_id).count() == 1
