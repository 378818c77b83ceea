"""The import contracts can fail: a small house that breaks each of them is refused, a clean one is not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT

CLEAN = [
    "candidates/models.py",
    "candidates/actions.py",
    "candidates/views.py",
    "candidates/sandbox/__init__.py",
    "candidates/sandbox/pdf.py",
    "clients/models.py",
    "privacy/models.py",
    "privacy/actions.py",
    "fremrykk/accounts/__init__.py",
    "fremrykk/celery.py",
    "fremrykk/settings.py",
    "fremrykk/urls.py",
    "fremrykk/wsgi.py",
    "fremrykk/local/__init__.py",
]
BREACHES = [
    ("privacy/models.py", "import candidates.models", "apps"),
    ("candidates/utils.py", "", "rooms"),
    ("candidates/models.py", "import candidates.actions", "rooms"),
    ("candidates/actions.py", "import candidates.sandbox.pdf", "rooms"),
    ("candidates/models.py", "import privacy.actions", "rooms-across"),
    ("candidates/views.py", "import pikepdf", "parsers"),
    ("clients/models.py", "import fremrykk.local", "local"),
]


@pytest.fixture
def house(tmp_path) -> Path:
    for app in ("candidates", "clients", "fremrykk", "privacy"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "__init__.py").touch()
    for file in CLEAN:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    (tmp_path / "candidates/sandbox/pdf.py").write_text("import pikepdf")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def broken(house: Path, contract: str) -> bool:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo", "--contract", contract]
    said = subprocess.run(command, cwd=house, check=False, capture_output=True, text=True)

    assert re.search(r"Contracts: \d kept, \d broken", said.stdout), said.stdout + said.stderr
    return said.returncode != 0


@pytest.mark.parametrize("contract", sorted({contract for *_, contract in BREACHES}))
def test_clean_house_is_accepted(house, contract):
    assert broken(house, contract) is False


@pytest.mark.parametrize(("file", "line", "contract"), BREACHES)
def test_breach_is_refused(house, file, line, contract):
    (house / file).write_text(line)

    assert broken(house, contract) is True
