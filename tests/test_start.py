"""What the program does not start with: each unsafe environment is refused with a sentence, by whatever reads the settings."""

import os
import runpy
import subprocess
import sys
from base64 import b64encode

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.source import ROOT

SECRET = "p7Wz-Rk2xQmT9vJ4nB8yLcH3sD6fG1aE0uI5oX_wZqNrYtKjVb"
PASSWORD = "Zk4-vQ9mT2xR7w"
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "FIELD_KEYS": f"prod:{b64encode(bytes(range(32))).decode()}",
    "ALLOWED_HOSTS": "www.example.test",
    "SITE_URL": "https://www.example.test",
    "DATABASE_URL": f"postgresql://fremrykk_app:{PASSWORD}@database.example.test:5432/fremrykk",
    "REDIS_URL": f"redis://:{PASSWORD}@broker.example.test:6379/0",
    "STORAGE_URL": f"s3://key:{PASSWORD}@store.example.test/files",
    "JOURNAL_URL": f"s3://key:{PASSWORD}@other.example.test/journal",
    "BACKUP_FOLDER": "/backup",
    "BACKUP_KEY": f"b1:{'A' * 43}=",
    "CLAMAV_URL": "tcp://scanner.example.test:3310",
    "EMAIL_URL": f"smtp+tls://post:{PASSWORD}@mail.example.test:587",
    "INBOX_URL": "none",
    "ENTITY_REGISTER_URL": "none",
    "LOG_FORMAT": "json",
    "DEBUG": "0",
    "DEMO": "0",
    "ALLOW_TIME_TRAVEL": "0",
    **dict.fromkeys(["IMPORT_FOLDER", "AGENCY_PHONE", "COMPANIES_CONTACT", "COMPANIES_PHONE", "SENTRY_DSN"], ""),
}
WEAK = "The password in {} is missing, a default or easy to guess: at least 12 random characters."
HOSTS = "ALLOWED_HOSTS must name the hosts; * would let links in mails be forged."
SECRET_KEY = "SECRET_KEY must be at least 50 random characters: whoever guesses it signs in as anybody."
SCANNER = (
    "CLAMAV_URL must name the virus scanner, tcp://host:3310, or say none in words: then no file is ever called clean."
)
BACKUP_KEY = "BACKUP_KEY must be id:base64 of 32 bytes, as `manage.py backup --new-key FILE` prints it: no backup is written unsealed."
SITE = "SITE_URL must begin with https://; http is for this machine alone (http://localhost)."
HERE = "only on this machine (SITE_URL and ALLOWED_HOSTS on localhost), never where others reach it."

BAD = [
    ({"SECRET_KEY": ""}, SECRET_KEY),
    ({"SECRET_KEY": SECRET[:49]}, SECRET_KEY),
    ({"SECRET_KEY": "abc" * 20}, SECRET_KEY),
    ({"SECRET_KEY": f"django-insecure-{SECRET}"}, SECRET_KEY),
    ({"DEBUG": "1"}, f"DEBUG=1 shows errors with their source: {HERE}"),
    ({"DEBUG": "1", "SITE_URL": "http://localhost"}, f"DEBUG=1 shows errors with their source: {HERE}"),
    ({"DEMO": "1"}, f"DEMO=1 shows mails and logins to whoever looks: {HERE}"),
    ({"ALLOW_TIME_TRAVEL": "1"}, "ALLOW_TIME_TRAVEL=1 deletes as if it were later: it needs DEMO=1."),
    ({"ALLOWED_HOSTS": "*"}, HOSTS),
    ({"ALLOWED_HOSTS": "www.example.test,*.example.test"}, HOSTS),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty: it must name the hosts the site answers to, with commas."),
    ({"SITE_URL": "http://www.example.test"}, SITE),
    ({"SITE_URL": "www.example.test"}, SITE),
    ({"DATABASE_URL": "postgresql://postgres:postgres@database/fremrykk"}, WEAK.format("DATABASE_URL")),
    ({"DATABASE_URL": "postgresql://fremrykk_app@database/fremrykk"}, WEAK.format("DATABASE_URL")),
    ({"DATABASE_URL": "postgresql://fremrykk_app:fremrykk_app@database/fremrykk"}, WEAK.format("DATABASE_URL")),
    ({"DATABASE_URL": "sqlite:////tmp/x"}, "DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host/name"),
    ({"REDIS_URL": "redis://broker:6379/0"}, WEAK.format("REDIS_URL")),
    ({"STORAGE_URL": "s3://minioadmin:minioadmin@store/files"}, WEAK.format("STORAGE_URL")),
    ({"JOURNAL_URL": "s3://key:aaaaaaaaaaaaaaaa@store/journal"}, WEAK.format("JOURNAL_URL")),
    ({"CLAMAV_URL": ""}, SCANNER),
    ({"CLAMAV_URL": "no"}, SCANNER),
    ({"BACKUP_FOLDER": ""}, "BACKUP_FOLDER must name a folder, /backup, or say none in words: then nobody here takes backups."),
    ({"BACKUP_KEY": ""}, BACKUP_KEY),
    ({"BACKUP_KEY": "b1:c2hvcnQ="}, BACKUP_KEY),
]  # fmt: skip


def environment(changed):
    return {name: value for name, value in (PRODUCTION | changed).items() if value is not None}


@pytest.fixture
def refused(monkeypatch):
    """What the settings say when they are read in this environment, and in nothing else of ours; nothing if they do."""

    def read(changed):
        for name in PRODUCTION:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment(changed).items():
            monkeypatch.setenv(name, value)
        try:
            runpy.run_path(str(ROOT / "fremrykk" / "settings.py"))
        except ImproperlyConfigured as error:
            return str(error).splitlines()
        return []

    return read


@pytest.mark.asvs("CFG-06")
@pytest.mark.parametrize(("changed", "sentence"), BAD)
def test_an_unsafe_environment_is_refused_with_a_sentence(refused, changed, sentence):
    assert refused(changed) == ["Refusing to start:", sentence]


@pytest.mark.asvs("CFG-06")
def test_all_of_it_is_said_at_once_and_no_value(refused):
    bad = {"SECRET_KEY": "hunter2", "ALLOWED_HOSTS": "*", "CLAMAV_URL": "", "REDIS_URL": "redis://:hunter2@broker/0"}

    assert refused(bad) == ["Refusing to start:", SECRET_KEY, HOSTS, SCANNER, WEAK.format("REDIS_URL")]


@pytest.mark.asvs("CFG-06")
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "CLAMAV_URL", "SITE_URL"])
def test_a_missing_variable_is_named(refused, name):
    assert refused({name: None}) == [f"Set the {name} environment variable"]


def test_a_socket_of_this_machine_and_its_folders_need_no_password(refused):
    local = {"DATABASE_URL": "postgresql://fremrykk_app:@/fremrykk?host=/run", "REDIS_URL": "unix:///run/valkey.sock"}

    assert refused(local | {"STORAGE_URL": "file:///data/files", "JOURNAL_URL": "file:///data/journal"}) == []


@pytest.mark.parametrize("words", [{"CLAMAV_URL": "none"}, {"CLAMAV_URL": "unix:///run/clamd.sock"}, {}])
def test_a_safe_environment_is_not_refused(refused, words):
    assert refused(words) == []


@pytest.mark.asvs("CFG-05", "CFG-06")
@pytest.mark.parametrize(("changed", "status"), [({}, 0), ({"SECRET_KEY": "short"}, 1)])
def test_in_production_django_finds_nothing_to_improve_and_unsafe_nothing_starts(changed, status):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    # A browser that a test before this one opened in the same process leaves its own word there.
    here = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}

    ended = subprocess.run(
        command, cwd=ROOT, env=here | environment(changed), capture_output=True, text=True, check=False
    )

    assert (ended.returncode, SECRET_KEY in ended.stderr) == (status, bool(status))
    assert ended.stdout == ("" if status else "System check identified no issues (1 silenced).\n")
