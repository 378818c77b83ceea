"""What is in the database and no model knows, and keys that would make every deletion scan a table."""

import pytest
from django.db import connection

from privacy.checks import database_holds
from tests.database_role import by_force

pytestmark = pytest.mark.django_db


def findings(*statements):
    with by_force() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return [(each.id, each.msg) for each in database_holds(databases=["default"])]


def test_the_database_is_as_declared():
    assert findings() == []


def test_a_key_no_model_knows_is_named_with_its_table():
    assert findings("CREATE TABLE stranger (person uuid REFERENCES privacy_subject)") == [
        ("privacy.E021", "The database has a foreign key stranger.person to privacy_subject that no model knows."),
        ("privacy.E020", "The database has no index on the foreign key stranger.person."),
        ("privacy.E022", "The database has a table stranger that no model owns."),
    ]


def test_a_lost_index_is_named():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid "
            "AND attnum = indkey[0] WHERE indrelid = 'candidates_document'::regclass AND attname = 'candidate_id'"
        )
        names = [name for (name,) in cursor.fetchall()]

    assert findings(*(f"DROP INDEX {name}" for name in names)) == [
        ("privacy.E020", "The database has no index on the foreign key candidates_document.candidate_id."),
    ]


def test_it_asks_no_database_unless_told_which():
    assert database_holds() == []
