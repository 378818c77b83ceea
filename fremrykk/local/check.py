"""`make check`: what can be known without running the program. Everything is tried; any complaint is a failure."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from fremrykk.database_roles import OWNER
from fremrykk.local.children import Command
from fremrykk.local.postgres import as_role
from fremrykk.local.throwaway import world

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
console = Console(highlight=False, soft_wrap=True)


def lanes() -> list[dict[str, Command]]:
    """What must come one after the other; the lanes run beside each other, those that take longest first."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return [
        {"types": [BIN / "mypy"]},
        {
            "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
            "database": [*MANAGE, "migrate", "--verbosity", "0"],
            "declarations and system checks": [*MANAGE, "check", "--database", "default", "--fail-level", "WARNING"],
        },
        {"translations": [sys.executable, "-m", "fremrykk.local.translations", "check"]},
        {"migrations of full tables": [sys.executable, "-m", "fremrykk.local.unsafe_migrations"]},
        {"imports between apps and rooms": [BIN / "lint-imports", "--no-logo"]},
        {"dependencies": [BIN / "deptry", "."]},
        {"parts and licences": [sys.executable, "-m", "fremrykk.local.parts"]},
        {"templates": [BIN / "djade", "--target-version", "5.2", "--check", *templates]},
        {"lint": [BIN / "ruff", "check", "."]},
        {"format": [BIN / "ruff", "format", "--check", "."]},
    ]


def main() -> int:
    with world() as (_, environment):
        environment["DATABASE_URL"] = as_role(environment["DATABASE_URL"], OWNER)  # whoever migrates
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = [pool.submit(failing, lane, environment) for lane in lanes()]
        failed = [name for lane in found for name in lane.result()]
    if failed:
        console.print(f"\n[bold red]Not in order: {', '.join(failed)}[/]")
    return 1 if failed else 0


def failing(checks: dict[str, Command], environment: dict[str, str]) -> list[str]:
    return [name for name, command in checks.items() if not passes(name, command, environment)]


def passes(name: str, command: Command, environment: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    sign = "[bold red]✗[/]" if done.returncode else "[bold green]✓[/]"
    console.print(f"{sign} {name} [dim]{time.monotonic() - began:.0f} s[/]")
    if done.returncode:
        console.print(done.stdout, markup=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
