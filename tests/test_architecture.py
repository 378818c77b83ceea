"""The rules of the house that no tool knows. Each lists what breaks it, so that the failure says where."""

import ast
import re
from pathlib import Path

import pytest

from fremrykk.celery import app as celery_app
from privacy import registries
from tests.source import APPS, ROOT, functions, kept_files, modules, name, tree

DRAWERS = {"utils", "helpers", "services", "selectors", "mixins", "signals", "constants", "tasks", "common", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_CLASS, LONGEST_TEMPLATE = 250, 25, 120, 120
CONVERSIONS = {"today", "localdate", "localtime"}


def test_no_module_is_a_drawer():
    assert [name(path) for path in modules() if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_imports_stand_at_the_top():
    late = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if path.name != "apps.py"
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert late == []


def test_modules_are_short():
    assert [name(path) for path in modules() if len(path.read_text().splitlines()) > LONGEST_MODULE] == []


def test_functions_are_short():
    assert [
        f"{name(path)}: {node.name}" for path in modules() for node in functions(path) if body(node) > LONGEST_FUNCTION
    ] == []


def test_classes_are_short():
    classes = [(path, node) for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]

    assert [f"{name(path)}: {node.name}" for path, node in classes if body(node) > LONGEST_CLASS] == []


def test_templates_are_short():
    templates = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]

    assert [name(path) for path in templates if len(path.read_text().splitlines()) > LONGEST_TEMPLATE] == []


def test_a_part_that_holds_a_form_is_given_its_word():
    """`only` keeps out what no page gives by hand, the token of the form, too: every press of its buttons is a 403."""
    parts = {name(path).removeprefix("templates/"): path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    given = re.compile(r"{%\s*include \"([^\"]+)\"[^%]* only\s*%}")

    mute = [
        (page, each[1])
        for page, text in parts.items()
        for each in given.finditer(text)
        if "{% csrf_token %}" in parts[each[1]] and "csrf_token=csrf_token" not in each[0]
    ]

    assert mute == []


def test_templates_escape_all_but_what_is_made_safe_for_its_place():
    """A hint may hold the name of a stranger's file: what is markup says so itself (`SafeString`)."""
    unescaped = re.compile(r"{{[^}]*\|\s*safe(?:seq)?\b[^}]*}}|{%\s*autoescape\s+off")
    found = [
        (name(path), each)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for each in unescaped.findall(path.read_text())
    ]

    assert found == [
        ("templates/clients/position.html", "{{ job_posting|safe }}"),
        ("templates/clients/position.html", "{{ ad.body|safe }}"),
    ]


def body(node: ast.FunctionDef | ast.ClassDef) -> int:
    """Lines from the first statement on, without the docstring."""
    statements = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - statements[0].lineno + 1


def actions() -> list[Path]:
    return [path for path in modules() if "actions" in path.parts or path.name == "actions.py"]


def test_actions_never_read_the_clock():
    """A conversion, localdate(at), is no reading."""
    calls = [(path, node) for path in actions() for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]

    assert [
        f"{name(path)}:{call.lineno}"
        for path, call in calls
        if isinstance(call.func, ast.Attribute)
        and (call.func.attr in {"now", "utcnow"} or (call.func.attr in CONVERSIONS and not call.args))
    ] == []


def test_actions_are_told_who_and_when_by_name():
    doors = [(path, node) for path in actions() for node in functions(path) if not node.name.startswith("_")]

    assert [
        f"{name(path)}: {node.name}" for path, node in doors if {"by", "at"} & {part.arg for part in node.args.args}
    ] == []


def test_forms_and_models_never_override_save():
    rooms = {"models", "forms", "models.py", "forms.py"}

    assert [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if rooms & set(path.parts) and path.parts[-2:] != ("accounts", "forms.py")  # allauth's forms save by design
        for node in functions(path)
        if node.name == "save"
    ] == []


def test_signals_are_received_in_accounts_only():
    listening = [
        name(path)
        for path in modules("candidates", "clients", "privacy")
        if re.search(r"django\.dispatch|signals import", path.read_text())
    ]

    assert listening == []


def nudges() -> set[str]:
    """Names given as text; the one list of names is filled at start-up and asked for here."""
    calls = (node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    first = [call.args[0] for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == "nudge"]
    dynamic = [argument for argument in first if not isinstance(argument, ast.Constant)]

    assert len(dynamic) <= 1, "a nudged name is written out, so that this test can read it"
    return {argument.value for argument in first if isinstance(argument, ast.Constant)} | {*registries.after_erasure}


def test_every_nudged_name_is_a_task():
    celery_app.loader.import_default_modules()

    assert nudges() - set(celery_app.tasks) == set()


def test_every_name_on_the_clock_is_a_task(settings):
    celery_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named - set(celery_app.tasks) == set()


def test_no_job_is_imported():
    importing = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and re.search(r"(^|\.)jobs(\.|$)", f"{node.module}.{node.names[0].name}")
        if not ({"jobs", "jobs.py"} & set(path.parts))
    ]

    assert importing == []


# --- What is kept under version control ---------------------------------------------------------
# Written in two halves, so that this file does not contain what it looks for.
NOWHERE = {
    "the statement's misspelt domain": "f" + "eremrykk",
    "a registry's address": r"(?:py"
    + r"pi\.org|python"
    + r"hosted\.org|npm"
    + r"js\.(?:org|com)|deb"
    + r"\.debian\.org)",
    "a path of somebody's machine": r"(?<![\w.}])/" + r"(?:work|root|home|Users)/\w",
    "an unfinished thought": r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b(?! \(#\d+\): \w)",
    "a person's own address": r"[\w.]+@(?:gmail|hotmail|outlook|online|yahoo)\.(?:com|no)",
}


@pytest.mark.parametrize("what", NOWHERE)
def test_nowhere_in_the_tree(what):
    assert [file for file, text in kept_files() if re.search(NOWHERE[what], text, re.IGNORECASE)] == []


def test_source_lies_where_the_map_says():
    folders = {file.split("/")[0] for file, _ in kept_files() if "/" in file}

    assert folders - {*APPS, "bench", "templates", "tests", "requirements", "docker", ".ci"} == set()
