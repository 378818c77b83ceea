"""The image is built by these very lines: what each stage runs ends well with no more than that stage has."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib

from tests.source import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("fremrykk", "candidates", "clients", "privacy", "templates")


def stage(name):
    return re.search(rf"^FROM \S+ AS {name}\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]


def python_line(text):
    """The last line of a stage that runs our code, with the variables before it."""
    return re.findall(r"^RUN ((?:[A-Z_]+=\S* (?:\\\n +)?)*python .+)$", text, re.MULTILINE)[-1]


def run_there(folder, line, python):
    """As root of the builder does: nothing in the environment, files for everybody to read."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "python"
    program.write_text(f'#!/bin/sh\nexec {python} "$@"\n')
    program.chmod(0o755)
    env = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        ["sh", "-c", f"umask 022\n{line}"], cwd=folder, env=env, check=False, capture_output=True, text=True
    )


def test_translations_are_compiled_with_polib_and_nothing_else(tmp_path):
    shutil.copytree(ROOT / "fremrykk", tmp_path / "fremrykk", ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    shutil.copy(Path(polib.__file__), tmp_path)

    ended = run_there(tmp_path, python_line(stage("texts")), f"{sys.executable} -S")

    assert (ended.stderr, ended.returncode) == ("", 0)
    assert [path.name for path in tmp_path.rglob("*.mo")] == ["django.mo"]


def test_static_files_are_collected_with_values_that_open_nothing_and_the_program_may_read_them(tmp_path):
    for name in OURS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    shutil.copytree(ROOT / "var" / "theme", tmp_path / "var" / "theme")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")

    ended = run_there(tmp_path, python_line(stage("program")), sys.executable)

    collected = [path for path in (tmp_path / "var" / "static").rglob("*") if path.is_file()]
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert "staticfiles.json" in {path.name for path in collected}
    assert [path.name for path in collected if not path.stat().st_mode & 0o004] == []


def test_a_folder_for_mail_is_one_that_mail_servers_know():
    made = re.search(r"install -d -o fremrykk .+?(?=\n[A-Z])", stage("program"), re.DOTALL)[0].split()

    assert {f"/data/inbox/{name}" for name in ("cur", "new", "tmp")} <= set(made)
