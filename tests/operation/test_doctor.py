"""`manage.py doctor` names what is broken and what helps, and nothing that is a secret."""

import base64
import datetime
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from fremrykk.operation import probes, runs
from fremrykk.operation.advice import ADVICE
from privacy.choices import AlarmCode
from tests.database_role import by_force
from tests.factories import DocumentFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db
SECRET = "hemmelig-passord"


def asked() -> dict[str, list[dict[str, str]]]:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", "--json", stdout=out)
    return json.loads(out.getvalue())


def said(part: str) -> list[str]:
    return [each.what for each in probes.ask(part)]


def test_it_asks_every_part_and_says_what_helps():
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)

    told = out.getvalue()
    assert ended.value.code == 1
    assert [part for part in probes.PROBES if f" {part}\n" not in told] == []
    assert "✗ worker\n    No worker answers.\n    → Start it" in told
    assert "✓ database" in told


def test_what_the_settings_say_is_meant_is_not_called_wrong(settings):
    assert [line for line in said("configuration") if "auth.W004" in line] == []

    settings.SILENCED_SYSTEM_CHECKS = []
    assert len([line for line in said("configuration") if "auth.W004" in line]) == 1


def test_each_part_and_each_alarm_has_its_advice():
    assert {*probes.WHERE} == {*probes.PROBES}
    assert {*ADVICE} == {*AlarmCode}


def test_a_database_that_is_behind_or_ahead_is_told():
    recorder = MigrationRecorder(connection)
    first = min(name for app, name in recorder.applied_migrations() if app == "privacy")
    with by_force():
        recorder.record_unapplied("privacy", first)
        recorder.record_applied("privacy", "9999_from_tomorrow")

    assert said("database") == ["1 migrations are not applied.", "The database was migrated by a newer program."]


@pytest.mark.parametrize(
    ("setting", "value", "part", "kind"),
    [
        ("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:1/0", "broker", "ConnectionError"),
        ("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend", "mail", "ConnectionRefusedError"),
    ],
)
def test_what_does_not_answer_is_told_by_its_kind_and_no_password(settings, setting, value, part, kind):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_PASSWORD = "127.0.0.1", 1, SECRET
    setattr(settings, setting, value)

    told = asked()

    assert [each["what"] for each in told[part]] == [f"It does not answer ({kind})."]
    assert SECRET not in json.dumps(told)


def test_a_scanner_that_is_named_must_answer_and_one_declined_need_not(settings):
    assert said("scanner") == []
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    assert said("scanner") == ["The virus scanner does not answer."]


def test_the_newest_file_must_open_with_the_keys_we_have(settings):
    assert said("keys") == []
    document = DocumentFactory()
    assert said("keys") == []

    sealed, ours = probes.storages["files_raw"], settings.FIELD_KEYS
    settings.FIELD_KEYS = [f"other:{base64.b64encode(bytes(32)).decode()}"]
    assert said("keys") == ["The newest file rests under a key that is not in FIELD_KEYS."]

    settings.FIELD_KEYS = ours
    sealed.delete(document.file.name)
    assert said("keys") == ["The newest file is not there."]


def test_nothing_is_left_of_the_file_it_writes():
    raw = probes.storages["files_raw"]
    before = sorted(raw.listdir("")[1])

    assert (said("files"), sorted(raw.listdir("")[1])) == ([], before)


def test_a_full_disk_is_told_before_it_is_full(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Found", (), {"total": 10**12, "free": 1_940_000_000}))

    assert [told.split(" are free")[0] for told in said("disks")] == ["1.9 GB", "1.9 GB"]


def test_an_alarm_is_told_with_what_helps():
    OutgoingMailFactory(state="failed", created_at=timezone.now())

    assert [(each.what, each.do) for each in probes.ask("alarms") if "e-mails" in each.what.lower()] == [
        ("E-mails could not be sent.", ADVICE[AlarmCode.MAILS])
    ]


def test_a_job_is_late_half_an_hour_after_its_time(time_machine):
    began = datetime.datetime(2026, 11, 23, 12, 0, 30, tzinfo=datetime.UTC)
    time_machine.move_to(began, tick=False)
    assert (runs.late(began), said("clock")) == ([], [])

    time_machine.move_to(began + datetime.timedelta(minutes=40), tick=False)
    late = runs.late(timezone.now())
    assert ("send-mails" in late, "purge" in late) == (True, False)

    for entry in runs.TIMETABLE.values():
        runs.note(sender=type("Task", (), {"name": entry["task"]}), state="SUCCESS")
    assert said("clock") == []

    time_machine.move_to(began + datetime.timedelta(days=1), tick=False)
    runs.note(sender=type("Task", (), {"name": "privacy.jobs.send_mails"}), state="FAILURE")
    assert {"send-mails", "purge"} <= {*runs.late(timezone.now())}
