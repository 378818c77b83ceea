"""`make check`: what can be known without running the program. Everything is tried; any complaint is a failure."""

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from fremrykk.local.children import Command
from fremrykk.local.throwaway import world

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
console = Console(highlight=False, soft_wrap=True)


def checks() -> dict[str, Command]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return {
        "lint": [BIN / "ruff", "check", "."],
        "format": [BIN / "ruff", "format", "--check", "."],
        "types": [BIN / "mypy"],
        "imports between apps and rooms": [BIN / "lint-imports", "--no-logo"],
        "templates": [BIN / "djade", "--target-version", "5.2", "--check", *templates],
        "dependencies": [BIN / "deptry", "."],
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "database": [*MANAGE, "migrate", "--verbosity", "0"],
        "declarations and system checks": [*MANAGE, "check", "--database", "default", "--fail-level", "WARNING"],
        "translations": [sys.executable, "-m", "fremrykk.local.translations", "check"],
    }


def main() -> int:
    with world() as (_, environment):
        failed = [name for name, command in checks().items() if not passes(name, command, environment)]
    if failed:
        console.print(f"\n[bold red]Not in order: {', '.join(failed)}[/]")
    return 1 if failed else 0


def passes(name: str, command: Command, environment: dict[str, str]) -> bool:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    console.print(f"[bold {'red' if done.returncode else 'green'}]{'✗' if done.returncode else '✓'}[/] {name}")
    if done.returncode:
        console.print(done.stdout, markup=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
