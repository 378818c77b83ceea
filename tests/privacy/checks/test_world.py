"""What nobody declared is found, with a sentence that says what to write where."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from axes.models import AccessLog
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.test.utils import isolate_apps

from candidates.models import Application, Candidate, Document
from clients.models import Agreement, ClientCompany
from privacy import declarations
from privacy.checks import UndeclaredPersonalData, declarations_hold, refuse_to_start
from privacy.checks.world import _of_model
from privacy.declarations import Declaration, clear, data, file, link, owner, soft
from privacy.grounds import Until
from privacy.models import Erasure, Subject

ROOT = Path(__file__).parents[3]


def ids(findings):
    return sorted(finding.id for finding in findings)


def with_declaration(monkeypatch, model, **changes):
    changed = replace(declarations.of(model), **changes)
    monkeypatch.setitem(declarations._declared, model, changed)
    return declarations_hold()


@pytest.mark.promise("P1")
@pytest.mark.asvs("PRV-03")
def test_every_model_of_the_program_is_declared():
    assert declarations_hold() == []


def test_a_model_without_a_declaration_is_named_with_its_page(monkeypatch):
    monkeypatch.delitem(declarations._declared, Application)

    finding = next(each for each in declarations_hold() if each.id == "privacy.E001")

    assert finding.msg == "candidates.Application is not declared."
    assert finding.hint == (
        "Write personal(Application, …) or not_personal(Application, reason=…) in candidates/personal_data.py."
    )
    with pytest.raises(UndeclaredPersonalData, match=r"candidates\.Application is not declared"):
        refuse_to_start()


def test_the_engine_raises_on_what_is_not_declared(monkeypatch):
    monkeypatch.delitem(declarations._declared, Application)

    with pytest.raises(declarations.Undeclared):
        declarations.of(Application)


@pytest.mark.promise("P1")
@pytest.mark.parametrize("field", ["message", "documents", "candidate", "submission_key"])
@pytest.mark.asvs("PRV-03")
def test_a_forgotten_field_is_named(monkeypatch, field):
    fields = {name: spec for name, spec in declarations.of(Application).fields.items() if name != field}

    findings = with_declaration(monkeypatch, Application, fields=fields)

    assert [(each.id, each.msg) for each in findings] == [
        ("privacy.E002", f"candidates.Application.{field} is not declared.")
    ]


def test_a_forgotten_json_field_is_named(monkeypatch):
    fields = {name: spec for name, spec in declarations.of(Erasure).fields.items() if name != "counts"}

    assert ids(with_declaration(monkeypatch, Erasure, fields=fields)) == ["privacy.E002"]


def test_a_stale_line_is_named(monkeypatch):
    fields = {**declarations.of(Candidate).fields, "photo": data("identity")}

    assert ids(with_declaration(monkeypatch, Candidate, fields=fields)) == ["privacy.E003"]


@pytest.mark.parametrize(
    ("model", "field", "spec"),
    [
        (Document, "file", data("document")),  # a file whose erasure nobody thought of
        (Document, "original_name", file("document")),
        (Document, "search", data("document")),
        (Document, "candidate", link()),
        (Candidate, "subject", clear()),  # cannot be emptied
        (Application, "job_order", owner()),
        (Application, "job_ad", data("application")),
    ],
)
def test_a_kind_that_does_not_fit_is_named(monkeypatch, model, field, spec):
    findings = with_declaration(monkeypatch, model, fields={**declarations.of(model).fields, field: spec})

    assert ids(findings) == ["privacy.E004"]


@pytest.mark.parametrize("path", ["", "job_order", "candidate__adviser", "nobody", "candidate__subject__user"])
def test_a_path_that_does_not_end_at_the_person_is_named(monkeypatch, path):
    assert ids(with_declaration(monkeypatch, Application, subject=path)) == ["privacy.E005"]


def test_a_rule_that_reads_what_is_not_there_is_named(monkeypatch):
    assert ids(with_declaration(monkeypatch, Application, keep=Until("sent_at", "mail"))) == ["privacy.E006"]


@isolate_apps("candidates")
def test_an_unindexed_key_and_a_soft_number_are_named():
    class Loose(models.Model):
        subject = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="+")
        legacy_id = models.IntegerField()
        words = SearchVectorField()

        class Meta:
            app_label = "candidates"

        def __str__(self) -> str:
            return "loose"

    fields = {"id": data("identity"), "subject": owner(), "legacy_id": data("identity"), "words": data("document")}
    declaration = Declaration(Loose, subject="subject", activity="applications", fields=fields)

    assert ids(_of_model(Loose, declaration)) == ["privacy.E004", "privacy.E004", "privacy.E007"]
    mended = {**fields, "legacy_id": soft("the row of the old system")}
    assert ids(_of_model(Loose, replace(declaration, fields=mended))) == ["privacy.E004", "privacy.E007"]


def test_not_personal_is_refused_for_what_is_about_people(monkeypatch):
    findings = with_declaration(monkeypatch, ClientCompany, fields={})

    assert [each.msg for each in findings] == [
        "clients.ClientCompany cannot be not_personal: it points at accounts.User by adviser.",
        "clients.ClientCompany cannot be not_personal: it points at accounts.User by ended_by.",
    ]


def test_not_personal_says_of_a_file_that_it_is_one(monkeypatch):
    known = declarations.of(Agreement).fields
    fields = {name: spec for name, spec in known.items() if name != "file"}

    findings = with_declaration(monkeypatch, Agreement, fields=fields)

    assert [each.msg for each in findings] == ["clients.Agreement cannot be not_personal: it has a file file."]


def test_not_personal_needs_a_reason(monkeypatch):
    findings = with_declaration(monkeypatch, ClientCompany, reason="")

    assert [each.msg for each in findings] == ["clients.ClientCompany cannot be not_personal: it gives no reason."]


def test_not_personal_is_refused_for_a_librarys_table_about_people(monkeypatch):
    monkeypatch.setitem(declarations._declared, AccessLog, Declaration(AccessLog, reason="only a log"))

    assert ids(declarations_hold()) == ["privacy.E008"] * 4  # username, address, user agent; and it is axes'


# --- each really started with a model nobody declared -----------------------------------------------
STARTS = {
    "manage.py": [sys.executable, "manage.py", "check"],
    "gunicorn": [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "fremrykk.wsgi:application"],
    "worker": [sys.executable, "-m", "celery", "-A", "fremrykk.celery:app", "worker", "--concurrency", "1"],
    "beat": [sys.executable, "-m", "celery", "-A", "fremrykk.celery:app", "beat", "--schedule", "{folder}/schedule"],
}


@pytest.mark.parametrize("program", STARTS)
@pytest.mark.asvs("PRV-03")
def test_nothing_starts_with_a_model_nobody_declared(program, tmp_path):
    command = [word.format(folder=tmp_path) for word in STARTS[program]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.fixture_apps.settings"}

    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert said.count("forgotten.Diary is not declared.") >= 1
    assert said.count("in tests.fixture_apps.forgotten/personal_data.py") >= 1
