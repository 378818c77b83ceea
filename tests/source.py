"""The program's own source, for the tests that read it."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ["candidates", "clients", "privacy", "fremrykk"]


def modules(*folders: str) -> list[Path]:
    """The modules of the program: of all apps, or of the folders named; migrations are history, not program."""
    found = (path for folder in folders or APPS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def kept_files() -> Iterator[tuple[str, str]]:
    """Every text file that is, or is about to be, under version control, with its text."""
    listed = subprocess.check_output(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    for line in listed.splitlines():
        try:
            yield line, (ROOT / line).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
