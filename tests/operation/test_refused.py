"""What a restore finds out before it changes anything, and what a key that cannot be read is told to be."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from fremrykk import stores
from fremrykk.accounts.management.commands.restore import key_in
from fremrykk.backups import restoring
from fremrykk.database_roles import OWNER, PROGRAM
from fremrykk.local.postgres import as_role
from tests import database_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(monkeypatch):
    """Who restores; the programs it must find are given no time to leave."""
    monkeypatch.setattr(restoring, "LAST_WORDS", 0)
    database_role.take_on(OWNER)
    yield
    database_role.take_on(PROGRAM)


@pytest.mark.django_db(transaction=True)
def test_a_program_that_is_connected_as_its_own_role_is_seen(place, owner):
    server = urlunsplit(urlsplit(place.server)._replace(path=f"/{connection.settings_dict['NAME']}"))

    with (
        psycopg.connect(as_role(server, PROGRAM)),
        pytest.raises(restoring.Refused, match=r"^1 others are connected to this database: stop web"),
    ):
        restoring._refuse_others_work(replace=True)

    restoring._refuse_others_work(replace=True)


def test_storage_that_takes_no_file_is_told_before_the_database_is_filled(settings, tmp_path):
    (tmp_path / "file").touch()
    away = stores.at(f"file://{tmp_path}/file/in", folder="privacy.storage.folder.FolderStorage", bucket="")
    settings.STORAGES = settings.STORAGES | {"files_raw": away}

    with pytest.raises(restoring.Refused, match=r"^STORAGE_URL takes no file \(\w+Error\): start the object store"):
        restoring._refuse_without_storage()


def test_storage_that_takes_a_file_keeps_nothing_of_the_question(place):
    restoring._refuse_without_storage()

    assert storages["files_raw"].listdir("") == ([], [])


def test_a_key_that_is_not_there_is_not_said_to_be_another(tmp_path):
    (tmp_path / "other.key").write_text("no key")

    with pytest.raises(CommandError, match="cannot be read"):
        key_in(tmp_path / "private.key")
    with pytest.raises(CommandError, match="holds no key"):
        key_in(tmp_path / "other.key")
    with pytest.raises(CommandError, match="its folder must belong to who runs this"):
        call_command("backup", "--new-key", str(tmp_path / "not" / "there" / "private.key"))
