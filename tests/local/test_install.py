import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fremrykk.local import install
from fremrykk.local.lock import without_addresses

LOCKS = sorted((install.ROOT / "requirements").glob("*.txt"))


@pytest.fixture
def steps(monkeypatch, tmp_path):
    done = []
    stamp, source = tmp_path / "made" / ".stamp", tmp_path / "source"
    source.write_text("one")

    def take(do=lambda: None):
        install.step("something", stamp, [source], lambda: (do(), done.append(source.read_text())))

    take.done, take.stamp, take.source = done, stamp, source
    return take


def test_unchanged_step_is_done_once(steps):
    steps()
    steps()

    assert steps.done == ["one"]


def test_changed_source_is_installed_again(steps):
    steps()
    steps.source.write_text("two")
    steps()

    assert steps.done == ["one", "two"]


def test_step_broken_off_is_done_again(steps):
    def broken_off():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        steps(broken_off)
    steps()

    assert steps.done == ["one"]


def test_redone_step_broken_off_does_not_count_as_done(steps):
    steps()
    steps.source.write_text("two")
    with pytest.raises(KeyboardInterrupt):
        steps(lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    steps.source.write_text("one")
    steps()

    assert steps.done == ["one", "one"]


def test_failing_command_says_what_it_said_and_what_to_do():
    with pytest.raises(install.BrokenError, match=r"(?s)out of luck.*did not work.*Try again"):
        install.run([sys.executable, "-c", "raise SystemExit('out of luck')"], hint="Try again.")


def test_missing_program_is_a_sentence():
    with pytest.raises(install.BrokenError, match=r"no-such-program is not there. Get it"):
        install.run(["no-such-program"], hint="Get it.")


def test_old_node_is_not_used(monkeypatch, tmp_path):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert install.node_is_new_enough() is False
    assert install.path_with_node().startswith(str(install.VENV / "bin"))


def test_installer_needs_the_standard_library_only():
    command = [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({install.__file__!r}, run_name='x')"]

    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locked_packages_have_hashes_and_no_address(path: Path):
    text = path.read_text()

    packages = re.findall(r"^[A-Za-z0-9][^\n]*==", text, re.MULTILINE)
    assert len(packages) > 0
    assert len(re.findall(r"==[^\n]*\\\n +--hash=sha256:", text)) == len(packages)
    assert re.findall(r"https?:|--index-url|--find-links| @ ", text) == []


def test_every_declared_package_is_locked():
    project = tomllib.loads((install.ROOT / "pyproject.toml").read_text())
    groups = [entry for group in project["dependency-groups"].values() for entry in group if isinstance(entry, str)]
    declared = {canonicalize_name(Requirement(entry).name) for entry in project["project"]["dependencies"] + groups}

    locked = re.findall(r"^([a-z0-9._-]+)==", install.lock("dev").read_text(), re.MULTILINE)

    assert declared - set(locked) == set()


@pytest.mark.parametrize("folder", [install.ROOT, install.OBSERVATORY])
def test_front_end_lock_has_hashes_and_no_address(folder):
    lock = json.loads((folder / "package-lock.json").read_text())

    assert "://" not in json.dumps(lock)
    assert all(
        "integrity" in package for name, package in lock["packages"].items() if name and "inBundle" not in package
    )


def test_addresses_are_taken_out_of_a_front_end_lock():
    lock = {"packages": {"a": {"version": "1", "resolved": "somewhere", "funding": {"url": "anybody"}}}}

    assert json.loads(without_addresses(json.dumps(lock))) == {"packages": {"a": {"version": "1"}}}
