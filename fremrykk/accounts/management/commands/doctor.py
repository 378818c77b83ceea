"""python manage.py doctor [--json]: what is wrong with this installation, and what to do about it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from fremrykk.operation import probes


class Command(BaseCommand):
    help = "Ask every part of the program whether it is well. Ends with 1 when one is not."
    requires_system_checks: list[str] = []  # whatever is wrong is to be said, not to stop it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="one object from part to what is wrong, and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True, markup=False)
        found: dict[str, list[probes.Trouble]] = {}
        for part in probes.PROBES:
            found[part] = probes.ask(part)
            if not options["json"]:
                self._tell(console, part, found[part])
        if options["json"]:
            told = {part: [{"what": each.what, "do": each.do} for each in troubles] for part, troubles in found.items()}
            self.stdout.write(json.dumps(told))
        if any(found.values()):
            raise SystemExit(1)

    def _tell(self, console: Console, part: str, troubles: list[probes.Trouble]) -> None:
        console.print(f"{'✗' if troubles else '✓'} {part}", style="red" if troubles else "green")
        for each in troubles:
            console.print(f"    {each.what}\n    → {each.do}")
