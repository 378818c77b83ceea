"""A place of its own for backups: folders, a key, and the database's programs on the PATH."""

import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from fremrykk import stores
from fremrykk.database_roles import OWNER, PROGRAM
from tests import database_role
from tests.drill.place import PROGRAMS, NotBack, Place


class InThisProcess(Place):
    """The same commands, without a program of its own for each: a tenth of the time."""

    by_many = ()  # `make drill` does it so

    def manage(self, *words: str, role: str = OWNER) -> str:
        said = io.StringIO()
        database_role.take_on(PROGRAM if role == PROGRAM else OWNER)
        try:
            call_command(*words, stdout=said)
        except CommandError as error:
            raise NotBack(str(error)) from error
        finally:
            database_role.take_on(PROGRAM)
        return said.getvalue()

    def create(self) -> None:
        connection.close()
        super().create()


def storages_of(settings, folder):
    return settings.STORAGES | {
        "files_raw": stores.at(f"file://{folder}/files", folder="privacy.storage.folder.FolderStorage", bucket=""),
        "journal": stores.at(f"file://{folder}/journal", folder="privacy.storage.durable.DurableStorage", bucket=""),
    }


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    """Folders of their own, and the programs of the wheel on the PATH."""
    there = InThisProcess(os.environ["DATABASE_URL"], "drilled", tmp_path)
    told = there.prepare()
    settings.STORAGES = storages_of(settings, tmp_path)
    settings.BACKUP_FOLDER, settings.BACKUP_KEY = told["BACKUP_FOLDER"], told["BACKUP_KEY"]
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    return there
