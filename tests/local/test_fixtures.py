"""The fixtures other tests stand on."""

import os
import socket

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

from fremrykk.celery import app
from tests.database_role import by_force
from tests.programs import database_of_the_test


def test_worker_answers_on_the_database_of_the_test(worker):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        before = cursor.fetchone()[0]

    assert app.control.inspect(timeout=10, limit=1).ping()
    assert before >= 1
    assert database_of_the_test() != os.environ["DATABASE_URL"]
    assert "ready." in worker.read_text()


@pytest.mark.parametrize("_", [1, 2])
def test_rows_of_the_migrations_survive_a_committing_test(transactional_db, _):
    before = Permission.objects.count()
    with by_force():
        Permission.objects.filter(codename="add_subject").delete()
        ContentType.objects.create(app_label="left", model="behind")

    TransactionTestCase._fixture_teardown(None)

    assert Permission.objects.filter(codename="add_subject").count() == 1
    assert [Permission.objects.count(), ContentType.objects.filter(app_label="left").count()] == [before, 0]


@pytest.mark.browser
def test_browser_speaks_norwegian_and_knows_the_server(browser_page, live_server):
    browser_page.goto("/livez")

    assert browser_page.url == f"{live_server.url}/livez"
    assert browser_page.evaluate("navigator.language") == "nb-NO"


def test_nothing_outside_this_machine_is_reached():
    with pytest.raises(RuntimeError, match=r"192\.0\.2\.1"), pytest.warns(UserWarning):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
