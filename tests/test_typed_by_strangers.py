"""What strangers and colleagues type stays text: no formula of a spreadsheet, no header of a mail, no code of a template."""

import ast
import email
import email.policy
from collections import defaultdict
from functools import cache

import pytest
from django.core import mail as outbox

from candidates.emails import application_message
from candidates.queries.import_words import harmless_cell
from privacy.actions import mails
from privacy.models import OutgoingMail
from tests import workspace
from tests.factories import NOW, ApplicationFactory, JobAdFactory, StageTextFactory, SubjectFactory
from tests.source import ROOT

OURS = ("privacy", "candidates", "clients", "fremrykk")
CODE = "{{7*7}} {{ request.user.password }} {% load i18n %}{% include '/etc/passwd' %} %(password)s {0.__class__}"
INJECTED = "Kari\r\nBcc: alle@example.test\r\n\r\nKlikk her"


@cache
def all_calls() -> dict[str, set[str]]:
    """Which files call what, by its last name."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(each for app in OURS for each in (ROOT / app).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                found[name].add(str(path.relative_to(ROOT)))
    return found


def calls(name: str) -> set[str]:
    return all_calls().get(name, set())


# --- cells of a list ---
@pytest.mark.asvs("INP-03")
@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", " =1+1", "\ufeff=1+1", "\u200b=1+1",
        "=cmd|' /C calc'!A0",
        "|calc", "%0A=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff201",
    ],
)  # fmt: skip
def test_a_cell_that_begins_like_a_formula_is_none(cell):
    assert harmless_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Kari Nordmann", "kari@example.test", "2026-11-30", "a=b", "", "Åse", 7, "مريم"])
def test_any_other_cell_is_as_it_was(cell):
    assert harmless_cell(cell) == str(cell)


@pytest.mark.asvs("INP-03")
def test_each_list_for_a_spreadsheet_is_written_of_harmless_cells():
    """Where lists are written, and where their cells are made: a new one is entered here once its cells are harmless, too."""
    assert calls("writer") == {
        "candidates/admin/figures.py", "candidates/admin/imports.py", "candidates/admin/report_control.py",
        "candidates/management/commands/import_base.py",  # the same lines as `admin/imports.py`
        "fremrykk/accounts/management/demo/lists.py",  # the demo's own file
    }  # fmt: skip
    assert calls("harmless_cell") >= {"candidates/queries/report_pay_files.py"}
    text = (ROOT / "candidates/queries/imports.py").read_text()
    assert text.count("harmless_cell") == 2


# --- mails ---
@pytest.mark.asvs("INP-04")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("/kontakt/", {"name": INJECTED, "email": "kari@example.test", "kind": "question", "message": "Hei"}),
        ("/kontakt/", {"name": "Kari", "email": INJECTED, "kind": "question", "message": "Hei"}),
        (
            "/kontakt/",
            {"name": "Kari", "email": "kari@example.test\nBcc:alle@example.test", "kind": "question", "message": "Hei"},
        ),
        (
            "/personvern/krav/",
            {"right": "access", "email": "kari@example.test\r\nBcc: alle@example.test", "message": "Hei"},
        ),
        ("/konto/password/reset/", {"email": "kari@example.test\r\nBcc: alle@example.test"}),
        ("/konto/login/", {"login": "kari@example.test\r\nBcc: alle@example.test"}),
        ("/registrer/", {"first_name": INJECTED, "last_name": "N", "email": "kari@example.test\nBcc: a@example.test"}),
    ],
)
def test_a_line_break_is_in_no_name_and_no_address(client, page, sent):
    answer = client.post(page, sent)

    assert (answer.status_code, bool(answer.context["form"].errors), OutgoingMail.objects.count()) == (200, True, 0)


@pytest.mark.asvs("INP-04")
@pytest.mark.django_db
def test_a_line_break_in_whatever_a_subject_says_begins_no_header():
    message = application_message(ApplicationFactory(), subject_line=INJECTED, text=INJECTED, by=INJECTED)
    waiting = mails.queue(message, to="kari@example.test", subject_id=SubjectFactory().pk, language="nb", at=NOW)

    mails.send(pk=waiting.pk, at=NOW)

    head = email.message_from_bytes(outbox.outbox[0].message().as_bytes(), policy=email.policy.default)
    assert (head["Subject"], head["To"], head["Bcc"], outbox.outbox[0].recipients()) == (
        "Kari", "kari@example.test", None, ["kari@example.test"],
    )  # fmt: skip


# --- texts of colleagues ---
@pytest.mark.asvs("INP-05")
def test_no_text_is_ever_compiled():
    """Templates come from files of ours alone: nothing makes one of a string, and nothing is run."""
    made = {name: calls(name) for name in ("Template", "from_string", "Engine", "eval", "exec", "compile_string")}

    assert {name: where for name, where in made.items() if where} == {}


@pytest.mark.asvs("INP-05")
@pytest.mark.django_db
def test_what_looks_like_code_is_mailed_as_it_was_written(client):
    workspace.sign_in(client, "manager")
    StageTextFactory(stage="interview", subject_line_nb=CODE, text_nb=CODE)
    message = application_message(ApplicationFactory(), subject_line=CODE, text=CODE, by=CODE)

    mail = mails.queue(message, to="kari@example.test", subject_id=SubjectFactory().pk, language="nb", at=NOW)

    assert (mail.subject_line, mail.body_text.count(CODE) >= 1, "49" in mail.body_text) == (CODE, True, False)


@pytest.mark.asvs("INP-05")
@pytest.mark.django_db
def test_what_looks_like_code_stands_on_the_site_as_it_was_written(client):
    ad = JobAdFactory(title=CODE, summary=CODE, body=f"<p>{CODE}</p>")

    page = client.get(f"/stillinger/{ad.slug}/")

    text = page.content.decode()
    assert (page.status_code, text.count("{{7*7}} {{ request.user.password }}") >= 3, "49 " in text) == (
        200,
        True,
        False,
    )
